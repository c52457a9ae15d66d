import { pvcRepositories } from "../../cpo/cluster.ts";
import type { ClusterRule } from "../rule.ts";

export const namespaceMissing = {
  id: "namespace-missing",
  severity: "error",
  title: "Missing namespace for host names",
  why: "Postgres pods and the repo host find each other by fully qualified host names in pgBackRest's configuration, and these contain the namespace.",
  source: "contract 2.1, 2.2",
  bad: {
    postgresql: `
      metadata:
        namespace: null
      spec:
        backup:
          pgbackrest:
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
  *checkCluster({ cluster }) {
    const [repository] = pvcRepositories(cluster);
    if (repository === undefined || cluster.dnsNamespace !== "") return;
    yield {
      at: { in: "field", object: cluster.object, path: ["metadata", "namespace"] },
      problem: `${repository.name} is on a volume, so the configuration needs host names with the namespace, but the cluster has no namespace.`,
      fix: "Set `metadata.namespace` (in kustomize: `namespace:` in the layer that runs the function), or `spec.namespace` in the functionConfig.",
    };
  },
} as const satisfies ClusterRule;
