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
  readonly emitted: readonly Emitted[];
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
  const findings = runChecks(subject, options.overrides);
  const emitted = subject.clusters.flatMap((cluster) =>
    builders.flatMap((build) => build(cluster, subject.settings)).map((object) => ({ object, cluster })),
  );
  if (!options.cloneConfigMap) return { emitted, findings };
  const clones = [...subject.clusters, ...options.clonesOnly].flatMap((cluster) =>
    cloneConfigMap(cluster, subject.settings).map((object) => ({ object, cluster })),
  );
  return { emitted: [...emitted, ...clones], findings };
}
