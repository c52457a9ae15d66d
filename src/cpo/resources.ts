import { compareQuantities } from "../kubernetes/quantity.ts";
import type { Cluster } from "./cluster.ts";
import type { Settings } from "./settings.ts";

/** Requests and limits of a container. */
export type ContainerResources = Readonly<
  Record<"requests" | "limits", { readonly cpu: string; readonly memory: string }>
>;

/** The same as a manifest gives it. */
export interface GivenResources {
  readonly requests?: { readonly cpu?: string; readonly memory?: string };
  readonly limits?: { readonly cpu?: string; readonly memory?: string };
}

/** Requests and limits of the repo host: each value the CR's, else the operator's default (contract 2.4). */
export const repoHostResources = (cluster: Cluster, settings: Settings): ContainerResources =>
  containerResources(cluster.resource.spec.backup?.pgbackrest?.resources, settings);

/** The same of any container: each value as given, else the operator's default (CYBERTEC-pg-operator@b25f3ab5:pkg/cluster/k8sres.go). */
export function containerResources({ requests, limits }: GivenResources = {}, settings: Settings): ContainerResources {
  const { defaultResources } = settings;
  const memoryLimit = limits?.memory || defaultResources.memoryLimit;
  const memoryRequest = requests?.memory || defaultResources.memoryRequest;
  const raised = settings.setMemoryRequestToLimit && (compareQuantities(memoryRequest, memoryLimit) ?? 0) < 0;
  return {
    requests: { cpu: requests?.cpu || defaultResources.cpuRequest, memory: raised ? memoryLimit : memoryRequest },
    limits: { cpu: limits?.cpu || defaultResources.cpuLimit, memory: memoryLimit },
  };
}

/** The same of the Postgres container, for which the operator raises limits and lowers requests. */
export function postgresResources(cluster: Cluster, settings: Settings): ContainerResources {
  const { requests, limits } = containerResources(cluster.resource.spec.resources, settings);
  const { minCpuLimit, minMemoryLimit, maxCpuRequest, maxMemoryRequest } = settings.postgresBounds;
  const higher = (value: string, least: string) => ((compareQuantities(value, least) ?? 0) < 0 ? least : value);
  const lower = (value: string, most: string) =>
    most !== "" && (compareQuantities(value, most) ?? 0) > 0 ? most : value;
  return {
    requests: { cpu: lower(requests.cpu, maxCpuRequest), memory: lower(requests.memory, maxMemoryRequest) },
    limits: { cpu: higher(limits.cpu, minCpuLimit), memory: higher(limits.memory, minMemoryLimit) },
  };
}
