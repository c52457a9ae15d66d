import type { Cluster } from "./cluster.ts";
import type { Settings } from "./settings.ts";

/** True for a cluster without instances, as one is parked: `numberOfInstances` is 0, and the operator's `min_instances` does not raise it. */
export const hasNoInstances = (
  { resource }: Pick<Cluster, "resource">,
  { minInstances }: Pick<Settings, "minInstances">,
): boolean => Math.max(resource.spec.numberOfInstances, minInstances) < 1;
