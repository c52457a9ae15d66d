import { pvcRepositories } from "../../cpo/cluster.ts";
import type { ClusterRule } from "../rule.ts";

export const mixedStorage = {
  id: "mixed-storage",
  severity: "error",
  title: "Volume and object storage in one cluster",
  why: "With a repo host, nothing creates the stanza of the other repositories, so archiving to them fails, and with it archiving as a whole.",
  source: "contract 5.11; pgbackrest-e2e rule 44",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo2-retention-full: "7"
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
            - name: repo2
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 3 * * *
    `,
    "s3.conf": `
      [global]
      repo2-s3-key = example
      repo2-s3-key-secret = example
    `,
  },
  good: {},
  appliesTo: "pvc",
  *checkCluster({ cluster }) {
    const [volume] = pvcRepositories(cluster);
    const other = cluster.repositories.find(({ storage }) => storage !== "pvc");
    if (volume === undefined || other === undefined) return;
    yield {
      at: { in: "field", object: cluster.object, path: [...other.path, "storage"] },
      also: [{ in: "field", object: cluster.object, path: [...volume.path, "storage"] }],
      problem: `${volume.name} is on a volume and ${other.name} in object storage, so the stanza of ${other.name} is never created, and archiving fails.`,
      fix: "Use one repository on a volume, or only repositories in object storage.",
    };
  },
} as const satisfies ClusterRule;
