import type { Finding } from "../findings/finding.ts";
import { filter } from "../function/filter.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { visible } from "../text/visible.ts";
import { type Given, UsageError } from "./command.ts";
import { type WantedCluster, wantedClusters } from "./expected-clusters.ts";
import { type HeldSecrets, heldSecrets } from "./held-secrets.ts";
import type { Io } from "./io.ts";
import { judgedInput } from "./judged-input.ts";
import type { SecretReader } from "./living-secrets.ts";
import type { Located } from "./located.ts";
import { clusterErrors } from "./secret-mistakes.ts";

/** The clusters of manifests. */
export interface ManifestClusters {
  readonly clusters: readonly WantedCluster[];
  /** What of the manifests could not be read. */
  readonly problems: readonly StatusProblem[];
  /** Findings, where a functionConfig is bad: then no cluster was looked at. */
  readonly refused?: readonly Finding[];
}

/**
 * Reads what manifests ask for, and holds it to the Secrets that there are. Throws `UsageError` and `UnreadableInput`, also for a cluster that is there twice with different repositories:
 * overlays for two Kubernetes clusters cannot both be what one asks for.
 * @param namespace Of clusters whose manifests name none.
 */
export async function manifestClusters(
  given: Given,
  io: Io,
  {
    namespace,
    cluster,
    readSecrets,
  }: {
    readonly namespace: string;
    readonly cluster?: { readonly name: string; readonly namespace?: string };
    readonly readSecrets: SecretReader;
  },
): Promise<ManifestClusters> {
  const input = await judgedInput("status", given, io);
  const found = new Map<string, WantedCluster & { readonly from: string }>();
  const notice = input.notices.find(({ finding }) => finding.rule === "judged-unbuilt")?.finding;
  const unbuiltNote =
    notice &&
    `${visible(notice.fix.replace(/^To check what it builds/, "To hold the cluster to what is built"))} Do not apply the file alone.`;
  for (const unit of input.units) {
    const judge = (list: ListText) =>
      filter(list, input.settings.functionConfigOver(unit.listedConfig), {
        everyCluster: true,
        isBuilt: unit.isBuilt,
        renamedSecret: unit.renamedSecret,
        ...(unit.laterNamespace && { laterNamespace: unit.laterNamespace }),
      });
    const outcome = await judge(unit.list);
    if (outcome.exitCode === 3) return { clusters: [], problems: [], refused: outcome.findings };
    const from = unit.built?.folder ?? "the files";
    const held = await heldSecrets(unit.list, namespace, { readSecrets, judge });
    const errors = { ofSecrets: held.errors, others: clusterErrors(outcome) };
    for (const each of await wantedClusters(outcome, { namespace, isLiving: false, errors })) {
      const unbuilt = unit.isBuilt ? undefined : unbuiltNote;
      const wanted = { ...withSecretDrift(each, held), ...(unbuilt !== undefined && { unbuilt }) };
      const { expected } = wanted;
      if (cluster !== undefined && !isMeant(expected, cluster)) continue;
      const key = `${expected.namespace}/${expected.name}`;
      const earlier = found.get(key);
      if (earlier === undefined) found.set(key, { ...wanted, from });
      else if (!isSame(earlier.objects(), wanted.objects()))
        throw new UsageError(
          `The manifests have \`${visible(key)}\` twice, with different backups: in ${visible(earlier.from)} and in ${visible(from)}. Name the ones that this Kubernetes cluster has.`,
        );
    }
  }
  const missed = [...input.unread, ...input.failed].filter(({ finding }) => finding.severity === "error");
  return { clusters: [...found.values()], problems: missed.map(unreadProblem) };
}

function withSecretDrift(wanted: WantedCluster, { drift }: HeldSecrets): WantedCluster {
  const { namespace, sources } = wanted.expected;
  const secretDrift = sources.flatMap(({ kind, name }) =>
    kind === "Secret" ? (drift.get(`${namespace}/${name}`) ?? []) : [],
  );
  return secretDrift.length === 0 ? wanted : { ...wanted, secretDrift };
}

const isMeant = (
  { name, namespace }: { readonly name: string; readonly namespace: string },
  wanted: { readonly name: string; readonly namespace?: string },
) => name === wanted.name && (wanted.namespace === undefined || wanted.namespace === namespace);

const isSame = (one: readonly JsonObject[], two: readonly JsonObject[]) => JSON.stringify(one) === JSON.stringify(two);

const unreadProblem = ({ file, line, finding, folder }: Located): StatusProblem => ({
  id: "unreadable",
  level: "unknown",
  object: visible(file === undefined ? (folder ?? "-") : `${file}:${line}`),
  problem: visible(finding.problem),
  fix: visible(finding.fix),
});
