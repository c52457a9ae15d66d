import type { ClusterRule } from "../rule.ts";

export const noFullSchedule = {
  id: "no-full-schedule",
  severity: "warning",
  title: "Repository without full backups",
  why: "Differential and incremental backups build on a full one. Without a schedule for full backups, there is at most the first one, taken at start; it never expires, and every restore depends on it.",
  source: "contract 2.6; https://github.com/debate-map/app/issues/338",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                incr: 15 */6 * * *
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 2 * * 0
                incr: 15 */6 * * *
    `,
  },
  *checkCluster({ cluster }) {
    for (const { name, schedules, path } of cluster.repositories) {
      if (schedules.some(({ type }) => type === "full")) continue;
      // A standby cluster cannot be backed up before it is promoted.
      if (cluster.resource.spec.standby !== undefined) return;
      const problem =
        schedules.length === 0
          ? `${name} has no schedule, so no backup job ever writes to it.`
          : `${name} has no schedule for full backups, so its ${schedules.map(({ type }) => type).join(" and ")} backups all depend on the first full backup.`;
      yield {
        at: { in: "field", object: cluster.object, path: [...path, "schedule"] },
        problem,
        fix:
          schedules.length === 0
            ? "Add a schedule, for example `schedule: {full: 30 2 * * 0}` for full backups on Sundays at 02:30."
            : "Add `full`, for example `full: 30 2 * * 0` for Sundays at 02:30.",
      };
    }
  },
} as const satisfies ClusterRule;
