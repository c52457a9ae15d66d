import type { Cluster } from "../cpo/cluster.ts";
import { type ClusterOrigin, readCluster, sorted } from "../cpo/read-cluster.ts";
import type { Diagnostic, ObjectRef, Path } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { Owner } from "../krm/ownership.ts";
import { headOf, isHostAnnotation, type ResourceHead, refOf } from "../krm/resource.ts";
import { matches } from "../kubernetes/label-selector.ts";
import type { Config } from "./function-config.ts";
import type { Item } from "./item.ts";
import type { Mended } from "./mended-findings.ts";

/** A cluster that was read, and its resource's head. */
export interface SelectedCluster {
  readonly cluster: Cluster;
  readonly head: ResourceHead;
}

/** One without a backup section. */
export interface ClusterWithoutBackup extends SelectedCluster {
  /** The path of a section that is written down, with nothing in it. */
  readonly emptySection?: Path;
  /** True where it has errors, behind which there may be one. */
  readonly isUncertain?: boolean;
}

/** The `postgresql` resources of the input, sorted by what the function does with them. */
export interface ReadClusters {
  /** With a backup section, and selected. */
  readonly clusters: readonly SelectedCluster[];
  /** Without a backup section, but selected; they may be cloned. */
  readonly withoutBackup: readonly ClusterWithoutBackup[];
  /** All of them, also those that were not selected or do not fit the schema. */
  readonly owners: readonly Owner[];
  /** What the API server refuses, or drops where backups are concerned. */
  readonly errors: readonly Diagnostic[];
  /** Other fields that the API server drops. */
  readonly dropped: readonly Diagnostic[];
  /** The clusters with errors that are checked nevertheless. */
  readonly mended: readonly Mended[];
  /** Other versions of clusters, in kustomizations of their own: built on another occasion, and only checked. */
  readonly versions: readonly ClusterVersion[];
  /** Clusters with a backup section that are there twice, with the same content. */
  readonly copies: readonly Copy[];
}

/** Another version of a cluster, with the kustomization that it belongs to. */
export interface ClusterVersion {
  readonly cluster: Cluster;
  readonly root: string | undefined;
}

/** An object that is there twice. */
export interface Copy {
  readonly object: ObjectRef;
  readonly earlier: ObjectRef;
}

/** Reads every `postgresql` that the selector matches; the others are only remembered as owners of their objects. */
export async function readClusters(
  postgresqls: readonly Item[],
  config: Pick<Config, "selector" | "namespace">,
): Promise<ReadClusters> {
  const clusters: SelectedCluster[] = [];
  const withoutBackup: ClusterWithoutBackup[] = [];
  const owners: Owner[] = [];
  const errors: Diagnostic[] = [];
  const dropped: Diagnostic[] = [];
  const mended: Mended[] = [];
  const versions: ClusterVersion[] = [];
  const copies: Copy[] = [];
  const seen = new Map<string, Item>();
  for (const item of postgresqls) {
    const { head, value } = item;
    const key = `${head.namespace}/${head.name}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      // The same resource twice makes its objects once; two different ones of a name cannot both be meant.
      const isEqual = equalValues(withoutHostAnnotations(earlier.value), withoutHostAnnotations(value));
      if (earlier.root === item.root) {
        if (!isEqual) errors.push(twice(head, earlier.head));
        else if (valueAt(value, ["spec", "backup", "pgbackrest"]) !== undefined)
          copies.push({ object: refOf(head), earlier: refOf(earlier.head) });
      } else if (!isEqual && matches(config.selector, head.labels)) {
        const read = await readVersion(value, {
          object: refOf(head),
          namespace: config.namespace ?? "",
          isHostAnnotation,
        });
        errors.push(...read.errors);
        dropped.push(...read.dropped);
        if (read.cluster !== undefined) versions.push({ cluster: read.cluster, root: item.root });
      }
      continue;
    }
    seen.set(key, item);
    if (!matches(config.selector, head.labels)) {
      owners.push({ head, selected: false });
      continue;
    }
    const origin = { object: refOf(head), namespace: config.namespace ?? "", isHostAnnotation };
    owners.push({ head, selected: true });
    const read = readCluster(value, origin);
    if (read.is === "cluster") clusters.push({ cluster: read.cluster, head });
    else if (read.is === "without-backup") withoutBackup.push({ ...read, head });
    else {
      const { readTroubledCluster } = await import("./read-troubled-cluster.ts");
      const troubled = readTroubledCluster(value, origin);
      errors.push(...troubled.errors);
      dropped.push(...troubled.dropped);
      if (troubled.read === undefined) continue;
      const sane = sorted(troubled.read.value, troubled.read.cluster);
      const { moves, leftOut } = troubled;
      if (troubled.errors.length > 0) mended.push({ object: origin.object, moves, leftOut });
      if (sane.is === "cluster") clusters.push({ cluster: sane.cluster, head });
      else withoutBackup.push({ ...sane, head, isUncertain: troubled.errors.length > 0 });
    }
  }
  return { clusters, withoutBackup, owners, errors, dropped, mended, versions, copies };
}

/** Reads another version of a cluster, for the checks alone. */
async function readVersion(value: JsonValue, origin: ClusterOrigin) {
  const read = readCluster(value, origin);
  if (read.is === "cluster") return { cluster: read.cluster, errors: [], dropped: [] };
  if (read.is === "without-backup") return { errors: [], dropped: [] };
  const { readTroubledCluster } = await import("./read-troubled-cluster.ts");
  const { errors, dropped } = readTroubledCluster(value, origin);
  return { errors, dropped };
}

function withoutHostAnnotations(value: JsonValue): unknown {
  const { annotations } = headOf(value);
  const own = Object.fromEntries(Object.entries(annotations).filter(([key]) => !isHostAnnotation(key)));
  return isObject(value) && isObject(value.metadata)
    ? { ...value, metadata: { ...value.metadata, annotations: own } }
    : value;
}

function twice(head: ResourceHead, earlier: ResourceHead): Diagnostic {
  return {
    at: { in: "field", object: refOf(head), path: ["metadata", "name"] },
    also: [{ in: "field", object: refOf(earlier), path: ["metadata", "name"] }],
    problem: `There is another postgresql \`${head.name}\` in the namespace, with different content, and only one of them can be meant.`,
    fix: "Remove one of the two.",
  };
}
