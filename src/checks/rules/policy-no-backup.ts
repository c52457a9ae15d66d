import type { InputRule } from "../rule.ts";

export const policyNoBackup = {
  id: "policy-no-backup",
  severity: "error",
  title: "Cluster without backups, against the policy",
  why: "A policy holds for every cluster, and one without a backup section falls short of all of it. `check` and `plan` see these clusters; the filter does not read them.",
  source: "the policy of the functionConfig; docs/plan.md",
  bad: {
    functionConfig: `
      spec:
        policy: { window: 7d }
    `,
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "15"
    `,
    resource: `
      apiVersion: cpo.opensource.cybertec.at/v1
      kind: postgresql
      metadata:
        name: demo-two
        namespace: pg
      spec:
        teamId: acid
        numberOfInstances: 2
        postgresql:
          version: "17"
        volume:
          size: 5Gi
    `,
  },
  good: {
    functionConfig: `
      spec:
        policy: { window: 7d }
    `,
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "15"
    `,
  },
  *checkInput({ policy, withoutBackup }) {
    if (policy === undefined) return;
    for (const { cluster, isUncertain } of withoutBackup) {
      // What is wrong with it is reported; a backup section may be behind that.
      if (isUncertain) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec"] },
        problem: "The cluster has no backup section, so it falls short of the policy.",
        fix: "Add `spec.backup.pgbackrest`, or set this rule to off for the cluster, with a reason, in its annotation for checks.",
      };
    }
  },
} as const satisfies InputRule;
