import type { Cluster } from "./cluster.ts";
import type { BackupType } from "./repository.ts";
import type { Settings } from "./settings.ts";

/*
 * Names of the operator's objects (contract section 0). They are written into manifests and into pgBackRest's configuration, so both
 * take them from here.
 */

export const instanceConfigMapName = (cluster: string) => `${cluster}-pgbackrest-config`;
export const repoHostConfigMapName = (cluster: string) => `${cluster}-pgbackrest-repohost-config`;
export const cloneConfigMapName = (cluster: string) => `${cluster}-pgbackrest-clone-config`;
export const certSecretName = (cluster: string) => `${cluster}-pgbackrest-cert`;
export const repoHostName = (cluster: string) => `${cluster}-pgbackrest-repo-host`;
/** The headless Service that gives every pod of a cluster its host name. */
export const clusterPodsName = (cluster: string) => `${cluster}-clusterpods`;

/** A CronJob's name may have 52 characters; the operator cuts the rest, and hyphens that then end it (contract 2.6). */
export function cronJobName(cluster: string, repository: string, type: BackupType): string {
  const name = `pgbackrest-${cluster}-${repository}-${type}`;
  return name.length <= 52 ? name : name.slice(0, 52).replace(/-+$/, "");
}

/** Host name of the repo host's only pod, fully qualified. */
export function repoHostHost(cluster: string, namespace: string, settings: Settings): string {
  return `${repoHostName(cluster)}-0.${clusterPodsName(cluster)}.${namespace}.svc.${settings.clusterDomain}`;
}

/** pgBackRest numbers hosts up to 256; a cluster with more is refused, so no more names are needed. */
export const mostInstances = 256;

/** Fully qualified host names of the Postgres pods, by the CR's `numberOfInstances` (the operator does not apply its own limits here). */
export function instanceHosts(cluster: Cluster, settings: Settings): readonly string[] {
  const { name, dnsNamespace, resource } = cluster;
  const number = Math.min(resource.spec.numberOfInstances, mostInstances);
  const service = settings.release.postgresHosts === "main service" ? name : clusterPodsName(name);
  const domain = `.${service}.${dnsNamespace}.svc.${settings.clusterDomain}`;
  const hosts: string[] = [];
  for (let index = 0; index < number; index += 1) hosts.push(`${name}-${index}${domain}`);
  return hosts;
}
