import type { ClusterRule } from "../rule.ts";

export const retentionUnused = {
  id: "retention-unused",
  severity: "info",
  title: "Retention of backups that nobody takes",
  why: "`repoN-retention-diff` limits differential backups; incremental ones expire with the backup they depend on. Without a schedule for `diff`, it does nothing, and the backups that it seems to limit stay.",
  source: "pgbackrest@bd22b6809:src/command/expire/expire.c",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-diff: "3"
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * 0
                incr: 30 2 * * 1-6
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-diff: "3"
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * 0
                diff: 30 2 * * 1-6
    `,
  },
  appliesToOptions: ["repo-retention-diff"],
  *checkCluster({ cluster, configuration: { database, repoHost } }) {
    const pod = repoHost ?? database;
    for (const { name, number, schedules } of cluster.repositories) {
      // Without any schedule, the backups are somebody else's.
      if (schedules.length === 0 || schedules.some(({ type }) => type === "diff")) continue;
      const line = pod.effective("repo-retention-diff", number, "backup");
      if (line === undefined) continue;
      // It then says how long WAL is kept, too.
      if (pod.effective("repo-retention-archive-type", number, "backup")?.value === "diff") continue;
      yield {
        at: line.place,
        problem: `\`${name}-retention-diff\` has no effect: ${name} has no schedule for differential backups.`,
        fix: `Remove \`${name}-retention-diff\`, or add \`diff\` to the schedule of ${name}.`,
      };
    }
  },
} as const satisfies ClusterRule;
