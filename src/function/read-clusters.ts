import type { Cluster } from "../cpo/cluster.ts";
import { readCluster } from "../cpo/read-cluster.ts";
import type { Remark } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { Owner } from "../krm/ownership.ts";
import { headOf, isHostAnnotation, isObject, type ResourceHead, refOf } from "../krm/resource.ts";
import { matches } from "../kubernetes/label-selector.ts";
import type { Misfit } from "./explain-misfits.ts";
import type { Config } from "./function-config.ts";
import type { Inputs, Item } from "./inputs.ts";

/** The `postgresql` resources of the input, sorted by what the function does with them. */
export interface ReadClusters {
  /** With a backup section, and selected. */
  readonly clusters: readonly Cluster[];
  /** Without a backup section, but cloned, and selected. */
  readonly clonesOnly: readonly Cluster[];
  /** All of them; `cluster` where it was read. */
  readonly owners: ReadonlyArray<Owner & { readonly cluster?: Cluster }>;
  readonly misfits: readonly Misfit[];
  readonly remarks: readonly Remark[];
}

/** Reads every `postgresql` that the selector lets through; the others are only remembered as owners of their objects. */
export function readClusters({ postgresqls }: Inputs, config: Config): ReadClusters {
  const clusters: Cluster[] = [];
  const clonesOnly: Cluster[] = [];
  const owners: Array<Owner & { readonly cluster?: Cluster }> = [];
  const misfits: Misfit[] = [];
  const remarks: Remark[] = [];
  const seen = new Map<string, Item>();
  for (const item of postgresqls) {
    const { head, value } = item;
    const key = `${head.namespace}/${head.name}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      // The same resource twice makes its objects once; two different ones of a name cannot both be meant.
      if (!equalValues(withoutHostAnnotations(earlier.value), withoutHostAnnotations(value)))
        remarks.push(twice(head, earlier.head));
      continue;
    }
    seen.set(key, item);
    if (!matches(config.selector, head.labels)) {
      owners.push({ head, selected: false });
      continue;
    }
    const read = readCluster(value, refOf(head), config.namespace ?? "");
    if (read.is === "invalid") {
      owners.push({ head, selected: true });
      remarks.push(...read.remarks);
      misfits.push({ schema: "postgresql", value: read.value, object: refOf(head) });
      continue;
    }
    owners.push({ head, selected: true, cluster: read.cluster });
    (read.is === "cluster" ? clusters : clonesOnly).push(read.cluster);
  }
  return { clusters, clonesOnly, owners, misfits, remarks };
}

function withoutHostAnnotations(value: JsonValue): unknown {
  const { annotations } = headOf(value);
  const own = Object.fromEntries(Object.entries(annotations).filter(([key]) => !isHostAnnotation(key)));
  return isObject(value) && isObject(value.metadata)
    ? { ...value, metadata: { ...value.metadata, annotations: own } }
    : value;
}

function twice(head: ResourceHead, earlier: ResourceHead): Remark {
  return {
    at: { in: "field", object: refOf(head), path: ["metadata", "name"] },
    also: [{ in: "field", object: refOf(earlier), path: ["metadata", "name"] }],
    problem: `There is another postgresql \`${head.name}\` in the namespace, with other content.`,
    fix: "Keep one of them.",
  };
}
