import { shortfalls } from "../policy-shortfalls.ts";
import type { ClusterRule } from "../rule.ts";

export const policyRepositories = {
  id: "policy-repositories",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Fewer repositories than the policy asks for",
  why: "A single repository is a single point of failure: a bucket that is deleted, an account that is closed, a volume that breaks. Only repositories count that full backups go to.",
  source: "the policy of the functionConfig; docs/plan.md",
  bad: {
    functionConfig: `
      spec:
        policy: { repos: 2 }
    `,
  },
  good: {
    functionConfig: `
      spec:
        policy: { repos: 1 }
    `,
  },
  appliesTo: "policy",
  checkCluster: (context) => shortfalls(context, "repos"),
} as const satisfies ClusterRule;
