import type { Finding } from "../findings/finding.ts";
import { byResource } from "../status/by-resource.ts";
import { worstLevel } from "../status/levels.ts";
import { defaultLimits } from "../status/limits.ts";
import { clusterStatus, statusReport } from "../status/status.ts";
import type { ClusterStatus, Status, StatusProblem } from "../status/status-schema.ts";
import type { LabelSettings } from "../status/where-to-look.ts";
import type { ApiServer } from "./api/api-server.ts";
import { connect } from "./api/connect.ts";
import { observer } from "./api/observe.ts";
import { sayingOnce } from "./api/saying-once.ts";
import { withBuiltName } from "./built-name.ts";
import { checkSettings } from "./check-settings.ts";
import { clusterDrift, type DriftOrder } from "./cluster-drift.ts";
import type { Given } from "./command.ts";
import type { WantedCluster } from "./expected-clusters.ts";
import { inParallel } from "./in-parallel.ts";
import type { Io } from "./io.ts";
import { type LivingScope, livingClusters } from "./living-clusters.ts";
import { livingOperator } from "./living-operator.ts";
import { secretReader } from "./living-secrets.ts";
import { manifestClusters } from "./manifest-clusters.ts";
import { leftOfGoneClusters, othersInNamespaces } from "./status-beside.ts";
import { nothingFound } from "./status-nothing.ts";
import type { StatusOrder } from "./status-order.ts";

/** What became of a look at a living cluster. */
export type StatusRun =
  | { readonly is: "seen"; readonly status: Status }
  /** The functionConfig is bad: nothing was looked at. */
  | { readonly is: "refused"; readonly findings: readonly Finding[] };

/** So many clusters are asked about at a time. */
const atATime = 8;

/**
 * Looks at living clusters once. Throws `UsageError` and `UnreadableInput`.
 * @param now Seconds since 1970.
 * @param seen Is told how many clusters have been looked at.
 */
export async function statusRun(
  order: StatusOrder,
  given: Given,
  { io, now, seen }: { readonly io: Io; readonly now: number; readonly seen: (clusters: number) => void },
): Promise<StatusRun> {
  const quiet = await connect(order.connection);
  const { api, problems: saidOnce } = sayingOnce(quiet);
  const look = looker(order, { api, quiet, now, seen });
  const clusters: ClusterStatus[] = [];
  const problems: StatusProblem[] = [];
  const notes: string[] = [];
  const operator = await livingOperator(quiet);
  if (order.hasManifests) {
    const namespace = order.namespace ?? api.namespace;
    const wanted = await manifestClusters(given, io, {
      namespace,
      readSecrets: secretReader(quiet),
      operator,
      ...(order.cluster !== undefined && { cluster: order.cluster }),
    });
    if (wanted.refused !== undefined) return { is: "refused", findings: wanted.refused };
    problems.push(...wanted.problems);
    clusters.push(...(await look(wanted.clusters)));
    if (order.cluster === undefined) notes.push(...(await othersInNamespaces(api, wanted.clusters)));
  } else {
    const { functionConfigOver } = await checkSettings(given);
    const settings = { functionConfig: functionConfigOver(undefined), operator };
    const scope = scopeOf(order, api);
    const names = new Set<string>();
    let labels: LabelSettings | undefined;
    let isWhole = order.cluster === undefined && order.selector === undefined;
    for await (const page of livingClusters({ api, quiet }, scope, settings)) {
      if (page.is === "refused") return page;
      if (page.is === "problems" || page.is === "operator") {
        if (page.is === "problems") isWhole = false;
        problems.push(...page.problems);
        continue;
      }
      for (const name of page.names) names.add(name);
      labels = page.labels ?? labels;
      clusters.push(...(await look(page.clusters)));
    }
    if (isWhole && labels !== undefined) problems.push(...(await leftOfGoneClusters(api, scope, names, labels)));
  }
  const said = [...problems, ...saidOnce()];
  if (clusters.length === 0 && said.length === 0)
    said.push(await nothingFound(order, scopeOf(order, api).namespace, quiet));
  return {
    is: "seen",
    status: statusReport({
      ...{ clusters, problems: said, notes, now, limits: defaultLimits },
      ...{ context: api.context, connection: order.connection },
    }),
  };
}

function scopeOf({ cluster, everywhere, namespace, selector }: StatusOrder, api: ApiServer): LivingScope {
  const inOne = cluster?.namespace ?? namespace ?? (everywhere ? undefined : api.namespace);
  return {
    ...(inOne !== undefined && { namespace: inOne }),
    ...(selector !== undefined && { labelSelector: selector }),
    ...(cluster !== undefined && { name: cluster.name }),
  };
}

interface Looking {
  readonly api: ApiServer;
  readonly quiet: ApiServer;
  readonly now: number;
  readonly seen: (clusters: number) => void;
}

/** Fewer clusters than these of all namespaces are seen by one list of each kind; of more, by those of one namespace after the other. */
const fewClusters = 500;

/** Looks at clusters, some at a time; their order stays. */
function looker({ drift, everywhere, exec, hasManifests }: StatusOrder, { api, quiet, now, seen }: Looking) {
  const driftOrder: DriftOrder | undefined = drift && { by: drift, quiet, mayNotDryRun: new Set() };
  // What manifests hold may be of several operators, each with labels of its own.
  const observers = new Map<string, ReturnType<typeof observer>>();
  let count = 0;
  return async (wanted: readonly WantedCluster[]): Promise<readonly ClusterStatus[]> => {
    const looked: ClusterStatus[] = [];
    const isFew = wanted.length < fewClusters;
    // What the clusters of a namespace share is asked for once, if they come together.
    const sorted = [...wanted.entries()].sort(([, one], [, other]) =>
      one.expected.namespace < other.expected.namespace
        ? -1
        : one.expected.namespace > other.expected.namespace
          ? 1
          : 0,
    );
    await inParallel(atATime, sorted, new AbortController(), async ([index, each]) => {
      const { expected, settings } = each;
      const labels = JSON.stringify([settings.clusterNameLabel, settings.podRoleLabel]);
      const observe =
        observers.get(labels) ?? observer(api, { labels: settings, exec, everywhere: everywhere && isFew });
      observers.set(labels, observe);
      const observed = await observe({ name: expected.name, namespace: expected.namespace, expected });
      const changes = driftOrder && (await clusterDrift(api, each, observed, driftOrder));
      const status = clusterStatus({ observed, expected, drift: changes, now, limits: defaultLimits });
      const said = withMistakes(status, each);
      const whole = each.unbuilt === undefined ? said : await withBuiltName(quiet, said, each.unbuilt);
      looked[index] = hasManifests ? whole : { ...whole, problems: whole.problems.map(byResource) };
      count += 1;
      seen(count);
    });
    return looked;
  };
}

/** A cluster whose resource, or whose Secret, `check` finds fault with. */
function withMistakes(status: ClusterStatus, { mistake, secretMistake }: WantedCluster): ClusterStatus {
  const problems = [secretMistake, mistake].filter((problem) => problem !== undefined);
  if (problems.length === 0) return status;
  return {
    ...status,
    level: worstLevel([status.level, ...problems.map(({ level }) => level)]),
    problems: [...problems, ...status.problems],
  };
}
