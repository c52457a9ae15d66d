import type { Cluster } from "../cpo/cluster.ts";
import { readCluster } from "../cpo/read-cluster.ts";
import type { Remark } from "../finding.ts";
import type { Misfit } from "./explain-misfits.ts";
import type { Config } from "./function-config.ts";
import type { Inputs } from "./inputs.ts";
import type { Owner } from "./ownership.ts";
import { refOf } from "./resource.ts";
import { matches } from "./selector.ts";

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
  for (const { head, value } of postgresqls) {
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
