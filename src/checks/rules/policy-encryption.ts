import { shortfalls } from "../policy-shortfalls.ts";
import type { ClusterRule } from "../rule.ts";

export const policyEncryption = {
  id: "policy-encryption",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Repository that is not encrypted, against the policy",
  why: "Backups hold all data of the database, and often leave the place where that is protected. Where only a Secret that is not in the input can say whether a repository is encrypted, this is a warning.",
  source: "the policy of the functionConfig; docs/plan.md",
  bad: {
    functionConfig: `
      spec:
        policy: { encryption: true }
    `,
  },
  good: {
    functionConfig: `
      spec:
        policy: { encryption: true }
    `,
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-cipher-type: aes-256-cbc
    `,
    "s3.conf": `
      [global]
      repo1-s3-key = example
      repo1-s3-key-secret = example
      repo1-cipher-pass = 9mVd8kT2nQ4xYb7Lw3Rz
    `,
  },
  appliesTo: "policy",
  checkCluster: (context) => shortfalls(context, "encryption"),
} as const satisfies ClusterRule;
