import type { KubernetesObject } from "@kubernetes/client-node";
import type { Subject } from "../checks/rule.ts";
import { type Overrides, runChecks } from "../checks/run-checks.ts";
import type { Cluster, ClusterSource } from "../cpo/cluster.ts";
import type { Finding } from "../findings/finding.ts";
import { cloneConfigMap as buildCloneConfigMap } from "../objects/config-maps.ts";
import { type Builder, builders } from "../objects/index.ts";
import { asObjects } from "../objects/manifest.ts";

/** What the clusters become, and what there is to say about them. With a finding of severity error the objects must not be used. */
export interface Expansion {
  readonly findings: readonly Finding[];
  /** The clusters that get objects. */
  readonly clusters: readonly Cluster[];
  /** Makes the objects of one cluster, or of the sample of a shape. */
  readonly objectsOf: (cluster: ClusterSource) => readonly KubernetesObject[];
}

/** What to do beyond the standard objects, and how severe each rule is. */
export interface ExpandOptions {
  readonly cloneConfigMap: boolean;
  readonly overrides: Overrides;
  /** Clusters that are cloned but have no backup section; only their clone ConfigMap can be wanted. */
  readonly clonesOnly: readonly Cluster[];
}

/** The heart of the function: checks the clusters and makes the objects that the operator would make of them. */
export function expand(subject: Subject, { cloneConfigMap, clonesOnly, overrides }: ExpandOptions): Expansion {
  const { clusters, settings } = subject;
  const all: readonly Builder[] = cloneConfigMap ? [...builders, buildCloneConfigMap] : builders;
  return {
    findings: runChecks(subject, overrides),
    clusters: cloneConfigMap ? [...clusters, ...clonesOnly] : clusters,
    objectsOf: (cluster) =>
      asObjects(
        (cluster.resource.spec.backup?.pgbackrest === undefined ? [buildCloneConfigMap] : all).flatMap((build) =>
          build(cluster, settings),
        ),
      ),
  };
}
