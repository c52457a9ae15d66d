import { shortfalls } from "../policy-shortfalls.ts";
import type { ClusterRule } from "../rule.ts";

export const policyWindow = {
  id: "policy-window",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Restorable window shorter than the policy asks for",
  why: "How far back a cluster can be restored follows from schedules and retention together. The guaranteed window counts, which is there at every moment, also just after old backups have expired; of several repositories, the one that goes back farthest.",
  source: "the policy of the functionConfig; docs/plan.md",
  bad: {
    functionConfig: `
      spec:
        policy: { window: 14d }
    `,
  },
  good: {
    functionConfig: `
      spec:
        policy: { window: 14d }
    `,
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "15"
    `,
  },
  appliesTo: "policy",
  checkCluster: (context) => shortfalls(context, "window"),
} as const satisfies ClusterRule;
