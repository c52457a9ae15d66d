import { compareQuantities } from "../kubernetes/quantity.ts";
import type { Cluster } from "./cluster.ts";
import type { Settings } from "./settings.ts";

/** Requests and limits of the repo host: each value the CR's, else the operator's default (contract 2.4). */
export function repoHostResources(
  cluster: Cluster,
  settings: Settings,
): Record<"requests" | "limits", { readonly cpu: string; readonly memory: string }> {
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
