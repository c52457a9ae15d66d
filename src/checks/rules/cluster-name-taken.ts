import { clusterPodsName, repoHostName } from "../../cpo/names.ts";
import type { ClusterName } from "../input.ts";
import type { ComparisonDiagnostic, ComparisonRule } from "../rule.ts";

export const clusterNameTaken = {
  id: "cluster-name-taken",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Cluster named like another cluster's object",
  why: "The operator names objects after clusters without checking whether a cluster has that name: two clusters then share one StatefulSet or Service, and its volume claims.",
  source: "contract section 0",
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
        name: demo-pgbackrest-repo-host
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
  *checkInput({ allClusters }) {
    yield* twins(allClusters);
    const endings = [repoHostName(""), clusterPodsName("")];
    const byName = new Map(allClusters.map((cluster) => [keyOf(cluster), cluster]));
    for (const { name, namespace, object } of allClusters) {
      const ending = endings.find((known) => name.endsWith(known));
      if (ending === undefined) continue;
      const owner = name.slice(0, -ending.length);
      const other = byName.get(keyOf({ name: owner, namespace }));
      if (other === undefined) continue;
      yield {
        at: { in: "field", object, path: ["metadata", "name"] },
        also: [{ in: "field", object: other.object, path: ["metadata", "name"] }],
        problem: `\`${name}\` is also the name of an object that the operator creates for cluster \`${owner}\`.`,
        fix: `Choose a name that does not end in \`${ending}\`.`,
      };
    }
  },
} as const satisfies ComparisonRule;

/**
 * Two clusters of one name. Of one input, the function has only one of them; of two, each may be for a Kubernetes cluster of its own, and
 * where they have no namespace yet, for a namespace of its own.
 */
function* twins(clusters: readonly ClusterName[]): Iterable<ComparisonDiagnostic> {
  const first = new Map<string, ClusterName>();
  for (const cluster of clusters) {
    const { name, namespace, object } = cluster;
    if (namespace === undefined) continue;
    const other = first.get(`${namespace}/${name}`);
    if (other === undefined) {
      first.set(`${namespace}/${name}`, cluster);
      continue;
    }
    yield {
      at: { in: "field", object, path: ["metadata", "name"] },
      also: [{ in: "field", object: other.object, path: ["metadata", "name"] }],
      severity: "warning",
      problem: `There is another cluster \`${name}\` in the namespace \`${namespace}\`, with different content: in one Kubernetes cluster, the one that is applied last replaces the other.`,
      fix: "Rename one of them, unless each is for a Kubernetes cluster of its own.",
    };
  }
}
const keyOf = ({ name, namespace = "" }: { readonly name: string; readonly namespace?: string | undefined }) =>
  `${namespace}/${name}`;
