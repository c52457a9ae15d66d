import type { Cluster } from "../cpo/cluster.ts";
import { readCluster } from "../cpo/read-cluster.ts";
import type { Diagnostic } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { Owner } from "../krm/ownership.ts";
import { headOf, isHostAnnotation, type ResourceHead, refOf } from "../krm/resource.ts";
import { matches } from "../kubernetes/label-selector.ts";
import type { SchemaViolation } from "./explain-violations.ts";
import type { Config } from "./function-config.ts";
import type { Item } from "./item.ts";

/** A cluster that was read, and its resource's head. */
export interface SelectedCluster {
  readonly cluster: Cluster;
  readonly head: ResourceHead;
}

/** The `postgresql` resources of the input, sorted by what the function does with them. */
export interface ReadClusters {
  /** With a backup section, and selected. */
  readonly clusters: readonly SelectedCluster[];
  /** Without a backup section, but selected; they may be cloned. */
  readonly withoutBackup: readonly SelectedCluster[];
  /** All of them, also those that were not selected or do not fit the schema. */
  readonly owners: readonly Owner[];
  readonly violations: readonly SchemaViolation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every `postgresql` that the selector matches; the others are only remembered as owners of their objects. */
export function readClusters(
  postgresqls: readonly Item[],
  config: Pick<Config, "selector" | "namespace">,
): ReadClusters {
  const clusters: SelectedCluster[] = [];
  const withoutBackup: SelectedCluster[] = [];
  const owners: Owner[] = [];
  const violations: SchemaViolation[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Map<string, Item>();
  for (const item of postgresqls) {
    const { head, value } = item;
    const key = `${head.namespace}/${head.name}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      // The same resource twice makes its objects once; two different ones of a name cannot both be meant.
      if (!equalValues(withoutHostAnnotations(earlier.value), withoutHostAnnotations(value)))
        diagnostics.push(twice(head, earlier.head));
      continue;
    }
    seen.set(key, item);
    if (!matches(config.selector, head.labels)) {
      owners.push({ head, selected: false });
      continue;
    }
    const read = readCluster(value, { object: refOf(head), namespace: config.namespace ?? "", isHostAnnotation });
    owners.push({ head, selected: true });
    if (read.is === "invalid") {
      diagnostics.push(...read.diagnostics);
      violations.push({ schema: "postgresql", value: read.value, object: refOf(head) });
      continue;
    }
    (read.is === "cluster" ? clusters : withoutBackup).push({ cluster: read.cluster, head });
  }
  return { clusters, withoutBackup, owners, violations, diagnostics };
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
