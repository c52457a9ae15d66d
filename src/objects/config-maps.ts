import type { V1ConfigMap } from "@kubernetes/client-node";
import { cloneConfigurationText } from "../cpo/clone-configuration.ts";
import { type Cluster, hasRepoHost } from "../cpo/cluster.ts";
import { configurationInput, repoHostInput } from "../cpo/configuration-input.ts";
import { instanceConfigurationText, repoHostConfigurationText } from "../cpo/instance-configuration.ts";
import { cloneConfigMapName, instanceConfigMapName, repoHostConfigMapName, repoHostHost } from "../cpo/names.ts";
import type { Settings } from "../cpo/settings.ts";
import type { OfKind } from "./kinds.ts";
import { metadata } from "./metadata.ts";

type ConfigMap = OfKind<"v1", "ConfigMap", V1ConfigMap>;

/** pgBackRest's configuration in the Postgres pods and the backup jobs (object A, contract 2.1). */
export function instanceConfigMap(cluster: Cluster, settings: Settings): readonly ConfigMap[] {
  return [
    configMap(
      cluster,
      instanceConfigMapName(cluster.name),
      "pgbackrest_instance.conf",
      instanceConfigurationText(configurationInput(cluster, settings)),
    ),
  ];
}

/** pgBackRest's configuration on the repo host (object B, contract 2.2). */
export function repoHostConfigMap(cluster: Cluster, settings: Settings): readonly ConfigMap[] {
  if (!hasRepoHost(cluster)) return [];
  return [
    configMap(
      cluster,
      repoHostConfigMapName(cluster.name),
      "pgbackrest_instance.conf",
      repoHostConfigurationText(repoHostInput(cluster, settings)),
    ),
  ];
}

/** Where a new cluster finds the backups of the one it is cloned from (object F, contract 2.7). The operator makes it only once, so only on request. */
export function cloneConfigMap(cluster: Cluster, settings: Settings): readonly ConfigMap[] {
  const { clone } = cluster.resource.spec;
  if (clone?.pgbackrest === undefined) return [];
  const { options = {}, repo = {} } = clone.pgbackrest;
  const text = cloneConfigurationText({
    repoHost: repoHostHost(clone.cluster, cluster.dnsNamespace, settings),
    options: Object.entries(options),
    repository: repo,
  });
  return [configMap(cluster, cloneConfigMapName(cluster.name), "pgbackrest_clone.conf", text)];
}

function configMap(cluster: Cluster, name: string, file: string, text: string): ConfigMap {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: metadata(cluster, name), data: { [file]: text } };
}
