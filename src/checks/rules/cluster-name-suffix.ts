import { hasRepoHost } from "../../cpo/cluster.ts";
import { addTo } from "../../text/groups.ts";
import type { ClusterName } from "../input.ts";
import type { ComparisonRule } from "../rule.ts";

export const clusterNameSuffix = {
  id: "cluster-name-suffix",
  severity: "warning",
  title: "Cluster whose deletion deletes another's backups",
  why: "When a cluster or its last repository on a volume is removed, the operator deletes every volume claim whose name contains `<cluster>-pgbackrest-repo-host`, including those of a cluster whose name ends the same way.",
  source: "contract 5.2: volumes.go:265-276",
  bad: {
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
    other: `
      metadata:
        name: mo
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
    other: `
      metadata:
        name: demo-two
    `,
  },
  comparesClusters: true,
  *checkInput({ clusters, allClusters }) {
    // Names by what may end them, so that a fleet is not compared pair by pair.
    const byName = new Map<string, ClusterName[]>();
    const lengths = new Set<number>();
    for (const cluster of allClusters) {
      const key = `${cluster.namespace ?? ""}/${cluster.name}`;
      addTo(byName, key, cluster);
      lengths.add(cluster.name.length);
    }
    for (const cluster of clusters) {
      if (!hasRepoHost(cluster)) continue;
      for (let start = 1; start < cluster.name.length; start += 1) {
        if (!lengths.has(cluster.name.length - start)) continue;
        const suffix = cluster.name.slice(start);
        for (const other of byName.get(`${cluster.namespace ?? ""}/${suffix}`) ?? []) {
          yield {
            at: { in: "field", object: cluster.object, path: ["metadata", "name"] },
            also: [{ in: "field", object: other.object, path: ["metadata", "name"] }],
            problem: `\`${cluster.name}\` ends in \`${other.name}\`, the name of another cluster in the namespace: deleting that cluster also deletes the backup volumes of this one.`,
            fix: "Rename one of the two clusters, or move it to another namespace, before it has backups.",
          };
        }
      }
    }
  },
} as const satisfies ComparisonRule;
