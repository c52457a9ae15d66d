import { clusterPodsName, repoHostName } from "../../cpo/names.ts";
import type { ComparisonRule } from "../rule.ts";

export const clusterNameTaken = {
  id: "cluster-name-taken",
  severity: "error",
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

const keyOf = ({ name, namespace = "" }: { readonly name: string; readonly namespace?: string | undefined }) =>
  `${namespace}/${name}`;
