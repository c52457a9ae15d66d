import { repoHostResources } from "../../cpo/resources.ts";
import { compareQuantities, parseQuantity } from "../../kubernetes/quantity.ts";
import type { ClusterRule } from "../rule.ts";

export const resourcesContradict = {
  id: "resources-contradict",
  severity: "error",
  title: "Resource request above its limit",
  why: "What the CR leaves out comes from the operator's defaults, and Kubernetes refuses a StatefulSet that requests more than its limit.",
  source: "kubernetes-limits.md rows 4, 5",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            resources:
              requests:
                memory: 1Gi
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            resources:
              requests:
                memory: 1Gi
              limits:
                memory: 1Gi
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
  },
  appliesTo: "pvc",
  *checkCluster({ cluster, settings }) {
    const { requests, limits } = repoHostResources(cluster, settings);
    const given = cluster.resource.spec.backup?.pgbackrest?.resources;
    for (const resource of ["cpu", "memory"] as const) {
      const order = compareQuantities(requests[resource], limits[resource]);
      if (order !== undefined && order <= 0) continue;
      const side =
        given?.requests?.[resource] === undefined && given?.limits?.[resource] !== undefined ? "limits" : "requests";
      const path = ["spec", "backup", "pgbackrest", "resources", side, resource];
      const at = { in: "field" as const, object: cluster.object, path };
      const unreadable = [requests[resource], limits[resource]].find(
        (quantity) => parseQuantity(quantity) === undefined,
      );
      if (unreadable !== undefined) {
        yield {
          at,
          problem: `\`${unreadable}\` is not a quantity that Kubernetes can parse.`,
          fix: "Write a quantity such as `500m` for CPU or `512Mi` for memory.",
        };
      } else {
        const standard = (which: "requests" | "limits") =>
          given?.[which]?.[resource] === undefined ? " (the operator's default)" : "";
        yield {
          at,
          problem: `The repo host requests ${requests[resource]}${standard("requests")} of ${resource}, above its limit of ${limits[resource]}${standard("limits")}, which Kubernetes refuses.`,
          fix: `Set both \`requests.${resource}\` and \`limits.${resource}\`, with the request no higher than the limit.`,
        };
      }
    }
  },
} as const satisfies ClusterRule;
