import { addTo } from "../../text/groups.ts";
import type { ClusterName } from "../input.ts";
import type { ComparisonRule } from "../rule.ts";

export const cloneOtherNamespace = {
  id: "clone-other-namespace",
  severity: "error",
  title: "Clone from a volume in another namespace",
  why: "The operator looks for the source's repo host in the namespace of the clone, and mounts the source's certificate from there. Neither exists in another namespace, so the clone never starts.",
  source: "contract 2.7, 5.15",
  bad: {
    postgresql: `
      spec:
        clone:
          cluster: demo-two
          pgbackrest:
            repo:
              storage: pvc
    `,
    other: `
      metadata:
        namespace: production
      spec:
        backup: null
    `,
  },
  good: {
    postgresql: `
      spec:
        clone:
          cluster: demo-two
          pgbackrest:
            configuration:
              secret: demo-s3
            options:
              repo1-path: /demo-two
            repo:
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
        backup:
          pgbackrest:
            global:
              repo1-path: /demo
    `,
    other: `
      metadata:
        namespace: production
      spec:
        backup: null
    `,
  },
  comparesClusters: true,
  *checkInput({ allClusters, cloned }) {
    const byName = new Map<string, ClusterName[]>();
    for (const cluster of allClusters) {
      addTo(byName, cluster.name, cluster);
    }
    for (const cluster of cloned) {
      const { namespace, resource } = cluster;
      const from = resource.spec.clone?.cluster;
      if (resource.spec.clone?.pgbackrest?.repo?.storage !== "pvc" || namespace === undefined) continue;
      const named = byName.get(from ?? "") ?? [];
      // Without a namespace of its own, it may get this one later.
      if (named.some((source) => source.namespace === undefined || source.namespace === namespace)) continue;
      const [source] = named;
      if (source === undefined) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec", "clone", "cluster"] },
        also: [{ in: "field", object: source.object, path: ["metadata", "namespace"] }],
        problem: `\`${from}\` is in the namespace \`${source.namespace}\`, but a clone from a volume reaches only clusters in its own, \`${namespace}\`.`,
        fix: `Create the clone in the namespace \`${source.namespace}\`, or clone from a repository in object storage.`,
      };
    }
  },
} as const satisfies ComparisonRule;
