import type { Cluster } from "./cluster.ts";
import type { ConfigurationInput, RepoHostConfigurationInput } from "./instance-configuration.ts";
import { instanceHosts, repoHostHost } from "./names.ts";
import type { Settings } from "./settings.ts";

/** What the configuration of a cluster's pods is made from. */
export function configurationInput(cluster: Cluster, settings: Settings): ConfigurationInput {
  const { spec } = cluster.resource;
  return {
    cluster: cluster.name,
    repoHost: repoHostHost(cluster.name, cluster.dnsNamespace, settings),
    global: cluster.global,
    repositories: cluster.repositories,
    tde: spec.tde?.enable ? spec.postgresql.version : "",
  };
}

/** What the configuration of its repo host is made from. */
export const repoHostInput = (cluster: Cluster, settings: Settings): RepoHostConfigurationInput => ({
  instances: instanceHosts(cluster, settings),
  ...configurationInput(cluster, settings),
});
