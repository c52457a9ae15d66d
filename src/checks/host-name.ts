import type { Cluster } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";
import { serviceHost } from "../kubernetes/service-host.ts";
import type { HostName } from "../pgbackrest/repository-place.ts";

/** How the pods of a cluster find a host: a Service, under one of its names. */
export const hostNameFor =
  ({ dnsNamespace }: Cluster, { clusterDomain }: Settings): HostName =>
  (host) =>
    serviceHost(host, dnsNamespace, clusterDomain);
