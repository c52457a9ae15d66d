import { pvcRepositories } from "../../cpo/cluster.ts";
import type { ClusterRule } from "../rule.ts";

export const namespaceMissing = {
  id: "namespace-missing",
  severity: "error",
  otherSeverities: ["info"],
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
  *checkCluster({ cluster, laterNamespace }) {
    const [repository] = pvcRepositories(cluster);
    if (repository === undefined || cluster.dnsNamespace !== "" || laterNamespace === "set") return;
    const isOpen = laterNamespace === "open";
    yield {
      ...(isOpen && { severity: "info" as const }),
      at: { in: "field", object: cluster.object, path: ["metadata", "namespace"] },
      problem: `${repository.name} is on a volume, so the configuration needs host names with the namespace, but the cluster has no namespace.`,
      fix: isOpen
        ? "The kustomization that lists it was not built. Let it or an overlay set `namespace:`, and check that with `--kustomize DIR`."
        : "Set `metadata.namespace` or, in the functionConfig, `spec.namespace`; in kustomize, set `namespace:` in the layer that runs the function and, if that layer lists fn-config/component, list fn-config/transformer under `transformers` and fn-config/namereference under `components` instead (kustomize runs Components before it sets the namespace).",
    };
  },
} as const satisfies ClusterRule;
