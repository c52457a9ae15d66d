import { shortfalls } from "../policy-shortfalls.ts";
import type { ClusterRule } from "../rule.ts";

export const policyRpo = {
  id: "policy-rpo",
  severity: "error",
  otherSeverities: ["warning"],
  title: "More to lose than the policy allows",
  why: "A change is safe when the WAL that holds it is archived. PostgreSQL archives a segment when it is full, or after `archive_timeout`, which the image sets to half an hour.",
  source: "the policy of the functionConfig; docs/plan.md",
  bad: {
    functionConfig: `
      spec:
        policy: { rpo: 10m }
    `,
  },
  good: {
    functionConfig: `
      spec:
        policy: { rpo: 10m }
    `,
    postgresql: `
      spec:
        postgresql:
          parameters:
            archive_timeout: 5min
    `,
  },
  appliesTo: "policy",
  checkCluster: (context) => shortfalls(context, "rpo"),
} as const satisfies ClusterRule;
