import type { ClusterRef } from "../recovery/cluster-place.ts";
import type { ClusterPlan } from "../recovery/plan-schema.ts";

/** `namespace/name`, or the name alone. */
export const clusterName = ({ name, namespace }: Pick<ClusterPlan, "name" | "namespace">): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** The name, with its place where several clusters have it: `pg/orders (overlays/eu)`. */
export const placedName = (cluster: ClusterRef): string =>
  cluster.place === undefined ? clusterName(cluster) : `${clusterName(cluster)} (${cluster.place})`;

/**
 * The addresses of clusters on the page, `namespace/name` in the form of URLs. Clusters of one name, as in the overlays of two Kubernetes
 * clusters, get `;2`, `;3` and so on, which no name has in this form.
 */
export function addresses(clusters: readonly Pick<ClusterPlan, "name" | "namespace">[]): readonly string[] {
  const seen = new Map<string, number>();
  return clusters.map((cluster) => {
    const words = [cluster.namespace ?? [], cluster.name].flat();
    const address = words.map((word) => encodeURIComponent(word.toWellFormed())).join("/");
    const count = (seen.get(address) ?? 0) + 1;
    seen.set(address, count);
    return count === 1 ? address : `${address};${count}`;
  });
}
