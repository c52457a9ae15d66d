import { compareQuantities } from "../kubernetes/quantity.ts";
import type { ClusterSource } from "./cluster.ts";
import type { Settings } from "./settings.ts";

interface ResourceList {
  readonly cpu: string;
  readonly memory: string;
}

/** Requests and limits of the repo host: each value the CR's, else the operator's default (contract 2.4). */
export function repoHostResources(
  cluster: ClusterSource,
  settings: Settings,
): { readonly requests: ResourceList; readonly limits: ResourceList } {
  const { requests, limits } = cluster.resource.spec.backup?.pgbackrest?.resources ?? {};
  const { defaultResources } = settings;
  const memoryLimit = limits?.memory || defaultResources.memoryLimit;
  const memoryRequest = requests?.memory || defaultResources.memoryRequest;
  const raised = settings.setMemoryRequestToLimit && (compareQuantities(memoryRequest, memoryLimit) ?? 0) < 0;
  return {
    requests: { cpu: requests?.cpu || defaultResources.cpuRequest, memory: raised ? memoryLimit : memoryRequest },
    limits: { cpu: limits?.cpu || defaultResources.cpuLimit, memory: memoryLimit },
  };
}
