import { remembered } from "../text/memo.ts";
import { isDnsLabel } from "./names.ts";

const endingOf = remembered((clusterDomain) => `.svc.${clusterDomain.toLowerCase().replace(/\.$/, "")}`);

/**
 * One name, `NAME.NAMESPACE.svc`, for each of those by which a pod may call a Service, where `namespace` is the pod's; other host names as they
 * are. Of a name with two parts the first may be a Service, too: nothing else is then called `NAME.NAMESPACE.svc`. Hosts are in lower case.
 * Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#namespaces-of-services
 */
export function serviceHost(host: string, namespace: string, clusterDomain: string): string {
  const ending = endingOf(clusterDomain);
  if (host.endsWith(ending)) return `${host.slice(0, -ending.length)}.svc`;
  const [name = "", of = namespace, ...more] = host.split(".");
  return more.length === 0 && isDnsLabel(name) && isDnsLabel(of) ? `${name}.${of}.svc` : host;
}
