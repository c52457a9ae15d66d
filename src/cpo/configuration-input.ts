import type { Copied } from "../text/copied.ts";
import type { ClusterSource } from "./cluster.ts";
import type { ConfigurationInput, RepoHostConfigurationInput } from "./instance-configuration.ts";
import { instanceHosts, repoHostHost } from "./names.ts";
import type { Settings } from "./settings.ts";

/** What the configuration of a cluster's pods is made from. */
export function configurationInput<Text extends Copied>(
  cluster: ClusterSource<Text>,
  settings: Settings,
): ConfigurationInput<Text | string> {
  const { spec } = cluster.resource;
  return {
    cluster: cluster.name,
    repoHost: repoHostHost(cluster.name, cluster.dnsNamespace, settings),
    ...(spec.tde?.enable && { tde: spec.postgresql.version }),
    global: cluster.global,
    repositories: cluster.repositories,
  };
}

/** What the configuration of its repo host is made from. */
export const repoHostInput = <Text extends Copied>(
  cluster: ClusterSource<Text>,
  settings: Settings,
): RepoHostConfigurationInput<Text | string> => ({
  ...configurationInput(cluster, settings),
  instances: instanceHosts(cluster, settings),
});
