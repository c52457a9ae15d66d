import { type Copied, joined, revealed } from "../text/copied.ts";
import type { ClusterSource } from "./cluster.ts";
import type { BackupType } from "./repository.ts";
import type { Settings } from "./settings.ts";

/*
 * Names of the operator's objects (contract section 0). They are written into manifests and into pgBackRest's configuration, so both
 * take them from here.
 */

export const instanceConfigMapName = <Text extends Copied>(cluster: Text) => joined`${cluster}-pgbackrest-config`;
export const repoHostConfigMapName = <Text extends Copied>(cluster: Text) =>
  joined`${cluster}-pgbackrest-repohost-config`;
export const cloneConfigMapName = <Text extends Copied>(cluster: Text) => joined`${cluster}-pgbackrest-clone-config`;
export const certSecretName = <Text extends Copied>(cluster: Text) => joined`${cluster}-pgbackrest-cert`;
export const repoHostName = <Text extends Copied>(cluster: Text) => joined`${cluster}-pgbackrest-repo-host`;
/** The headless Service that gives every pod of a cluster its host name. */
export const clusterPodsName = <Text extends Copied>(cluster: Text) => joined`${cluster}-clusterpods`;

/** The longest cluster name with which no name of an object is cut: `pgbackrest-<cluster>-repo1-full` has 52 characters then. */
export const longestUncutName = 30;

/**
 * A CronJob's name may have 52 characters; the operator cuts the rest, and hyphens that then end it (contract 2.6). It may measure the
 * name, for a cluster with a name longer than `longestUncutName` is never written from a sample.
 */
export function cronJobName<Text extends Copied>(cluster: Text, repository: string, type: BackupType): Text | string {
  const name = revealed(joined`pgbackrest-${cluster}-${repository}-${type}`);
  return name.length <= 52 ? name : name.slice(0, 52).replace(/-+$/, "");
}

/** Host name of the repo host's only pod, fully qualified. */
export function repoHostHost<Text extends Copied>(cluster: Text, namespace: Text, settings: Settings): Text | string {
  return joined`${repoHostName(cluster)}-0.${clusterPodsName(cluster)}.${namespace}.svc.${settings.clusterDomain}`;
}

/** pgBackRest numbers hosts up to 256; a cluster with more is refused, so no more names are needed. */
export const mostInstances = 256;

/** Fully qualified host names of the Postgres pods, by the CR's `numberOfInstances` (the operator does not apply its own limits here). */
export function instanceHosts<Text extends Copied>(
  cluster: ClusterSource<Text>,
  settings: Settings,
): ReadonlyArray<Text | string> {
  const { name, dnsNamespace, resource } = cluster;
  const length = Math.min(resource.spec.numberOfInstances, mostInstances);
  const service = settings.release.postgresHosts === "main service" ? name : clusterPodsName(name);
  return Array.from(
    { length },
    (_, index) => joined`${name}-${String(index)}.${service}.${dnsNamespace}.svc.${settings.clusterDomain}`,
  );
}
