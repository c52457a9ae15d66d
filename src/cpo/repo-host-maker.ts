import type { Cluster } from "./cluster.ts";

/**
 * Who makes the repo host's StatefulSet in the cluster: the operator, or whoever applies the manifests. The operator makes the certificates
 * of the repo host only together with the StatefulSet (contract 4.2), so one that is applied before can be one without certificates.
 */
export const repoHostMakers = ["operator", "apply"] as const;
export type RepoHostMaker = (typeof repoHostMakers)[number];

/** The annotation by which one cluster says who makes its repo host. It counts before the functionConfig. */
export const repoHostAnnotation = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/repo-host";

/** Who makes the repo host of a cluster. `annotation-unknown` stops the build for a text that says neither. */
export function repoHostMaker(
  { annotations }: Pick<Cluster, "annotations">,
  { repoHost }: { readonly repoHost: RepoHostMaker },
): RepoHostMaker {
  const text = annotations[repoHostAnnotation];
  return repoHostMakers.find((maker) => maker === text) ?? repoHost;
}
