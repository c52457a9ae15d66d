import type { Finding } from "../findings/finding.ts";
import { filter } from "../function/filter.ts";
import type { Surroundings } from "../function/surroundings.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { StatusProblem } from "../status/status-schema.ts";
import { visible } from "../text/visible.ts";
import { type Given, UsageError } from "./command.ts";
import { type WantedCluster, wantedClusters } from "./expected-clusters.ts";
import { type HeldSecrets, heldSecrets } from "./held-secrets.ts";
import type { Io } from "./io.ts";
import { judgedInput } from "./judged-input.ts";
import type { SecretReader } from "./living-secrets.ts";
import type { Located } from "./located.ts";
import { operatorProblem } from "./operator-problem.ts";
import { clusterErrors, errorsOfSecrets } from "./secret-mistakes.ts";

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
    operator,
  }: {
    readonly namespace: string;
    readonly cluster?: { readonly name: string; readonly namespace?: string };
    readonly readSecrets: SecretReader;
    /** That of the Kubernetes cluster, which counts where the manifests and the functionConfig say nothing of theirs. */
    readonly operator: readonly JsonObject[];
  },
): Promise<ManifestClusters> {
  const input = await judgedInput("status", given, io);
  const problems: StatusProblem[] = [];
  const found = new Map<string, WantedCluster & { readonly from: string }>();
  const notice = input.notices.find(({ finding }) => finding.rule === "judged-unbuilt")?.finding;
  const unbuiltNote =
    notice &&
    `${visible(notice.fix.replace(/^To check what it builds/, "To hold the cluster to what is built"))} Do not apply the file alone.`;
  for (const unit of input.units) {
    const held = await heldSecrets(unit.list, namespace, readSecrets);
    const judge = (secrets: Surroundings["secrets"]) =>
      filter(unit.list, input.settings.functionConfigOver(unit.listedConfig), {
        everyCluster: true,
        isBuilt: unit.isBuilt,
        renamedSecret: unit.renamedSecret,
        surroundings: { operator, secrets, namespace },
        ...(unit.laterNamespace && { laterNamespace: unit.laterNamespace }),
      });
    const outcome = await judge(held.secrets);
    if (outcome.exitCode === 3) return { clusters: [], problems: [], refused: outcome.findings };
    const from = unit.built?.folder ?? "the files";
    // Nearly all manifests are judged once.
    const errors =
      held.secrets.size === 0
        ? { ofSecrets: [], others: clusterErrors(outcome) }
        : await errorsOfSecrets(outcome, () => judge(leftOut(held.secrets)));
    problems.push(...((await outcome.operatorDifferences?.()) ?? []).map(operatorProblem));
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
  return { clusters: [...found.values()], problems: [...missed.map(unreadProblem), ...problems] };
}

const leftOut = (secrets: HeldSecrets["secrets"]): Surroundings["secrets"] =>
  new Map([...secrets.keys()].map((key) => [key, undefined]));

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
