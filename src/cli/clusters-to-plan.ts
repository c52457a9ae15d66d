import type { ClusterContext } from "../checks/cluster-context.ts";
import type { Finding, ObjectRef } from "../findings/finding.ts";
import type { PlannedCluster } from "../function/planned-clusters.ts";
import type { FoundOutcome } from "../function/write.ts";
import type { ClusterToPlan } from "../recovery/plan.ts";
import { addTo } from "../text/groups.ts";
import type { FilePosition, Located } from "./located.ts";
import type { Unit } from "./unit.ts";

/** A cluster to plan, with all that its runbook is made from. */
export type ReadCluster = ClusterToPlan & { readonly source?: ClusterContext };

/** A cluster of a unit, and where it is. */
interface PlacedCluster {
  readonly cluster: PlannedCluster;
  readonly position: Partial<FilePosition>;
  readonly unit: Unit;
}

/** Collects the clusters of units as these are judged, then counts what was found in them. */
export function clustersToPlan() {
  const placed: PlacedCluster[] = [];
  return {
    /** For `checkUnits`. */
    async add(outcome: FoundOutcome, unit: Unit): Promise<void> {
      const clusters = (await outcome.planned?.()) ?? [];
      const positionOf = positions(unit, clusters);
      for (const cluster of clusters) placed.push({ cluster, position: positionOf(cluster.object), unit });
    },
    /** The clusters, with the numbers of their findings. */
    counted(located: readonly Located[]): readonly ReadCluster[] {
      const byObject = new Map<string, Finding[]>();
      for (const { finding, folder } of located) addTo(byObject, keyOf(finding.at.object, folder), finding);
      return placed.map(({ cluster, position: { file, line }, unit: { built } }) => {
        const { archives, context, name, namespace, object, secretName } = cluster;
        const folder = built?.folder;
        const own = byObject.get(keyOf(object, folder)) ?? [];
        const ofSecret =
          secretName === undefined ? [] : secretFindings(byObject, { name: secretName, namespace, folder });
        const findings = countsOf([...own, ...ofSecret]);
        return {
          name,
          ...(namespace !== undefined && { namespace }),
          ...(folder !== undefined && { folder }),
          ...(file !== undefined && { file }),
          ...(line !== undefined && { line }),
          ...(context !== undefined && { source: context }),
          archives,
          complete: !own.some(({ rule, severity }) => rule === "api-server-schema" && severity === "error"),
          findings,
        };
      });
    },
    /** Tells the place among the clusters of the one that a finding is about; undefined where it is about none. */
    indexes(): (located: Located) => number | undefined {
      const byKey = new Map(
        placed.map(({ cluster, unit }, index) => [keyOf(cluster.object, unit.built?.folder), index]),
      );
      return ({ finding, folder }) => byKey.get(keyOf(finding.at.object, folder));
    },
  };
}

/** Numbers of findings by severity. */
export function countsOf(findings: readonly Finding[]): ClusterToPlan["findings"] {
  const count = (wanted: Finding["severity"]) => findings.filter(({ severity }) => severity === wanted).length;
  return { error: count("error"), warning: count("warning"), info: count("info") };
}

/** A Secret's findings name it as the cluster does, or with the hash of a `secretGenerator`. */
const secretFindings = (
  byObject: ReadonlyMap<string, readonly Finding[]>,
  {
    name,
    namespace = "",
    folder,
  }: { readonly name: string; readonly namespace: string | undefined; readonly folder: string | undefined },
) => byObject.get(keyOf({ apiVersion: "v1", kind: "Secret", namespace, name }, folder)) ?? [];

/** The same object in what two folders build is two. */
const keyOf = ({ apiVersion, kind, name = "", namespace = "", file }: ObjectRef, folder = "") =>
  kind === "Secret"
    ? [folder, apiVersion, kind, namespace, name].join("\n")
    : [folder, apiVersion, kind, namespace, name, file?.path ?? "", file?.index ?? 0].join("\n");

/** Where resources begin: known for files as they are, looked up for what was built. */
function positions(unit: Unit, clusters: readonly PlannedCluster[]): (object: ObjectRef) => Partial<FilePosition> {
  if (unit.isBuilt) {
    const locate = unit.locate(clusters.map(({ object }) => ({ in: "field", object, path: [] })));
    return (object) => locate({ in: "field", object, path: [] });
  }
  const { itemCount, origin } = unit.list;
  const lines = new Map<string, number>();
  for (let index = 0; index < itemCount; index += 1) {
    const from = origin?.(index);
    if (from !== undefined) lines.set(`${from.path}\n${from.index}`, from.line);
  }
  return ({ file }) => {
    if (file === undefined) return {};
    const line = lines.get(`${file.path}\n${file.index ?? 0}`);
    return { file: file.path, ...(line !== undefined && { line }) };
  };
}
