import { pvcRepositories } from "../../cpo/cluster.ts";
import type { ClusterRule } from "../rule.ts";

export const severalVolumes = {
  id: "several-volumes",
  severity: "error",
  title: "Several repositories on volumes",
  why: "The operator writes the options of the TLS server once per such repository, and pgBackRest's server refuses an option that is set twice.",
  source: "contract 5.7; pgbackrest-e2e rule 14",
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
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 3 * * *
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
    const [first, second] = pvcRepositories(cluster);
    if (first === undefined || second === undefined) return;
    yield {
      at: { in: "field", object: cluster.object, path: [...second.path, "storage"] },
      also: [{ in: "field", object: cluster.object, path: [...first.path, "storage"] }],
      problem: `${first.name} and ${second.name} are both \`pvc\`, so the operator writes \`tls-server-address\` twice, and the pgBackRest server does not start.`,
      fix: "Keep one `pvc` repository and remove the other, or move all repositories to object storage.",
    };
  },
} as const satisfies ClusterRule;
