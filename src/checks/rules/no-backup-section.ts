import type { InputRule } from "../rule.ts";

export const noBackupSection = {
  id: "no-backup-section",
  severity: "info",
  title: "Cluster without a backup section",
  why: "pgBackRest does not back up a cluster without `spec.backup.pgbackrest`. Only `check` and `hydrate` say so; the filter stays silent, so that a build of clusters that need no backups is quiet.",
  source: "contract section 2",
  bad: {
    postgresql: `
      spec:
        backup: null
    `,
  },
  good: {},
  *checkInput({ withoutBackup, namesClustersWithoutBackup }) {
    if (!namesClustersWithoutBackup) return;
    for (const { cluster, emptySection, isUncertain = false } of withoutBackup) {
      if (emptySection !== undefined || isUncertain) continue;
      yield {
        at: { in: "field", object: cluster.object, path: ["spec"] },
        problem: "The cluster has no backup section, so nothing is backed up.",
        fix: "Add `spec.backup.pgbackrest`, or switch this rule off for a cluster that needs no backups.",
        cluster: cluster.object,
      };
    }
  },
} as const satisfies InputRule;
