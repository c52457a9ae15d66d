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

/** Fully qualified host name of a pod of the cluster. `pod` is what its name has after the cluster's. */
function podHost<Text extends Copied>(cluster: Text, pod: string, namespace: Text, settings: Settings): Text | string {
  return joined`${cluster}${pod}.${clusterPodsName(cluster)}.${namespace}.svc.${settings.clusterDomain}`;
}

/** Host name of the repo host's only pod. */
export function repoHostHost<Text extends Copied>(cluster: Text, namespace: Text, settings: Settings): Text | string {
  return podHost(cluster, `${repoHostName("")}-0`, namespace, settings);
}

/** pgBackRest numbers hosts up to 256; a cluster with more is refused, so no more names are needed. */
export const mostInstances = 256;

/** Host names of the Postgres pods, by the CR's `numberOfInstances` (the operator does not apply its own limits here). */
export function instanceHosts<Text extends Copied>(
  cluster: ClusterSource<Text>,
  settings: Settings,
): ReadonlyArray<Text | string> {
  const length = Math.min(cluster.resource.spec.numberOfInstances, mostInstances);
  return Array.from({ length }, (_, index) => podHost(cluster.name, `-${index}`, cluster.dnsNamespace, settings));
}
