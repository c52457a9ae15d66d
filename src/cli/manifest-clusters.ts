import type { Finding } from "../findings/finding.ts";
import { filter } from "../function/filter.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { visible } from "../text/visible.ts";
import { type Given, UsageError } from "./command.ts";
import { type WantedCluster, wantedClusters } from "./expected-clusters.ts";
import type { Io } from "./io.ts";
import { judgedInput } from "./judged-input.ts";
import type { Located } from "./located.ts";

/** The clusters of manifests. */
export interface ManifestClusters {
  readonly clusters: readonly WantedCluster[];
  /** What of the manifests could not be read. */
  readonly problems: readonly StatusProblem[];
  /** Findings, where a functionConfig is bad: then no cluster was looked at. */
  readonly refused?: readonly Finding[];
}

/**
 * Reads what manifests ask for. Throws `UsageError` and `UnreadableInput`, also for a cluster that is there twice with different repositories:
 * overlays for two Kubernetes clusters cannot both be what one asks for.
 * @param namespace Of clusters whose manifests name none.
 */
export async function manifestClusters(
  given: Given,
  io: Io,
  {
    namespace,
    cluster,
  }: { readonly namespace: string; readonly cluster?: { readonly name: string; readonly namespace?: string } },
): Promise<ManifestClusters> {
  const input = await judgedInput("status", given, io);
  const found = new Map<string, WantedCluster & { readonly from: string }>();
  for (const unit of input.units) {
    const outcome = await filter(unit.list, input.settings.functionConfigOver(unit.listedConfig), {
      everyCluster: true,
      isBuilt: unit.isBuilt,
      renamedSecret: unit.renamedSecret,
      ...(unit.laterNamespace && { laterNamespace: unit.laterNamespace }),
    });
    if (outcome.exitCode === 3) return { clusters: [], problems: [], refused: outcome.findings };
    const from = unit.built?.folder ?? "the files";
    for (const wanted of await wantedClusters(outcome, { namespace, isLiving: false })) {
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
