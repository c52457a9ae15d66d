import { readFileSync } from "node:fs";
import type { ApiKind, ApiServer } from "../../src/cli/api/api-server.ts";
import type { ClusterToSee } from "../../src/cli/api/cluster-to-see.ts";
import { connect } from "../../src/cli/api/connect.ts";
import { observer } from "../../src/cli/api/observe.ts";
import { sayingOnce } from "../../src/cli/api/saying-once.ts";
import type { JsonObject } from "../../src/json/json-value.ts";
import type { ObservedCluster } from "../../src/status/observed.ts";
import type { StatusProblem } from "../../src/status/status-schema.ts";

/** What a test has the program look at, where it reaches the API server: a list of these, as JSON on standard input. */
export interface Looking {
  readonly clusters: readonly ClusterToSee[];
  readonly exec?: boolean;
  readonly everywhere?: boolean;
  /** Objects for a dry run. */
  readonly dryRun?: ReadonlyArray<readonly [ApiKind, JsonObject]>;
  readonly lists?: ReadonlyArray<readonly [ApiKind, string]>;
  readonly gets?: ReadonlyArray<readonly [ApiKind, string, string]>;
  /** Who looks. */
  readonly kubeconfig: string;
}

export interface Seen {
  readonly clusters: readonly ObservedCluster[];
  readonly problems: readonly StatusProblem[];
  readonly dryRun: ReadonlyArray<Awaited<ReturnType<ApiServer["dryRun"]>>>;
}

/** The operator's defaults. */
const labels = {
  clusterLabels: { application: "cpo" },
  clusterNameLabel: "cluster.cpo.opensource.cybertec.at/name",
  podRoleLabel: "member.cpo.opensource.cybertec.at/role",
};

async function look({
  clusters,
  exec = false,
  everywhere = false,
  dryRun = [],
  lists = [],
  gets = [],
  kubeconfig,
}: Looking): Promise<Seen> {
  const { api, problems } = sayingOnce(await connect({ timeoutSeconds: 30, kubeconfig }));
  const seen = await Promise.all(clusters.map(observer(api, { labels, exec, everywhere })));
  for (const [kind, namespace] of lists) {
    const pages = api.list(kind, { namespace })[Symbol.asyncIterator]();
    while (!(await pages.next()).done);
  }
  for (const [kind, namespace, name] of gets) await api.get(kind, namespace, name);
  const answers = await Promise.all(dryRun.map(([kind, object]) => api.dryRun(kind, object)));
  return { clusters: seen, problems: problems(), dryRun: answers };
}

if (process.argv[1] === import.meta.filename) {
  const lookings: readonly Looking[] = JSON.parse(readFileSync(0, "utf8"));
  const seen: Seen[] = [];
  for (const looking of lookings) seen.push(await look(looking));
  process.stdout.write(JSON.stringify(seen), () => process.exit());
}
