import { mostInstances } from "../../cpo/names.ts";
import type { ClusterRule } from "../rule.ts";

export const instancesLimit = {
  id: "instances-limit",
  severity: "error",
  title: "More instances than pgBackRest can number",
  why: "The repo host's configuration has a numbered section for every instance, and pgBackRest refuses numbers above 256.",
  source: "contract 2.2; pgbackrest-e2e rule 21",
  bad: {
    postgresql: `
      spec:
        numberOfInstances: 300
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
        numberOfInstances: 3
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
    const { numberOfInstances } = cluster.resource.spec;
    // Another rule reports a number that does not fit into 32 bits.
    if (numberOfInstances <= mostInstances || numberOfInstances >= 2 ** 31) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "numberOfInstances"] },
      problem: `${numberOfInstances} instances are more than the ${mostInstances} that pgBackRest can number, so it refuses the repo host's configuration.`,
      fix: `Set \`numberOfInstances\` to at most ${mostInstances}.`,
    };
  },
} as const satisfies ClusterRule;
