import type { KubernetesObject } from "@kubernetes/client-node";
import type { Subject } from "./checks/rule.ts";
import { type Overrides, runChecks } from "./checks/run-checks.ts";
import type { Cluster } from "./cpo/cluster.ts";
import type { Finding } from "./finding.ts";
import { cloneConfigMap } from "./objects/config-maps.ts";
import { builders } from "./objects/index.ts";

/** An object to emit, and the cluster it belongs to. */
export interface Emitted {
  readonly object: KubernetesObject;
  readonly cluster: Cluster;
}

/** What the clusters become, and what there is to say about them. With a finding of severity error the objects must not be used. */
export interface Expansion {
  /** Made one by one, as they are asked for. */
  readonly emitted: Iterable<Emitted>;
  readonly findings: readonly Finding[];
}

/** What to do beyond the standard objects, and how severe each rule is. */
export interface ExpandOptions {
  readonly cloneConfigMap: boolean;
  readonly overrides: Overrides;
  /** Clusters that are cloned but have no backup section; only their clone ConfigMap can be wanted. */
  readonly clonesOnly: readonly Cluster[];
}

/** The heart of the function: checks the clusters and makes the objects that the operator would make of them. */
export function expand(subject: Subject, options: ExpandOptions): Expansion {
  return { findings: runChecks(subject, options.overrides), emitted: emit(subject, options) };
}

function* emit({ clusters, settings }: Subject, options: ExpandOptions): Iterable<Emitted> {
  for (const cluster of clusters)
    for (const build of builders) for (const object of build(cluster, settings)) yield { object, cluster };
  if (!options.cloneConfigMap) return;
  for (const cluster of [...clusters, ...options.clonesOnly])
    for (const object of cloneConfigMap(cluster, settings)) yield { object, cluster };
}
