import { fleetCluster } from "./fleet-cluster.ts";
import type { Mistakes } from "./fleet-repositories.ts";
import { foreignItem } from "./lists.ts";

export interface FleetOptions {
  readonly seed: number;
  /** What is wrong with every cluster; a fleet without mistakes is healthy: no rule has an error or a warning. */
  readonly mistakes?: Mistakes;
}

/**
 * The items of a realistic fleet, as kpt writes them into a list: a tenth are clusters, no two of which are alike, a tenth their Secrets, and
 * the rest is what platform repositories hold. The same seed makes the same fleet, and a longer one begins with the shorter.
 */
export function fleetItems(items: number, options: FleetOptions): readonly string[] {
  const clusters = Array.from({ length: Math.ceil(items / 10) }, (_, index) => fleetCluster(index, options));
  return Array.from({ length: items }, (_, index) => {
    const { cluster, secret } = clusters[Math.floor(index / 10)] ?? {};
    return (index % 10 === 0 ? cluster : index % 10 === 1 ? secret : undefined) ?? foreignItem(index);
  });
}
