import type { ClusterRule } from "../rule.ts";

export const noFullSchedule = {
  id: "no-full-schedule",
  severity: "warning",
  title: "Repository without full backups",
  why: "Differential and incremental backups build on a full one. Without a schedule for it there is at most the first, made at start; it never expires, and every restore needs it and all that followed.",
  source: "contract 2.6; https://github.com/debate-map/app/issues/338",
  bad: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {incr: 15 */6 * * *}}]}}}",
  },
  good: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {full: 30 2 * * 0, incr: 15 */6 * * *}}]}}}",
  },
  *checkCluster({ cluster }) {
    for (const { name, schedules, path } of cluster.repositories) {
      if (schedules.some(({ type }) => type === "full")) continue;
      const problem =
        schedules.length === 0
          ? `${name} has no schedule at all, so nothing backs up into it after the start.`
          : `${name} has no schedule for full backups, so its ${schedules.map(({ type }) => type).join(" and ")} backups all hang on the first one.`;
      yield {
        at: { in: "field", object: cluster.object, path: [...path, "schedule"] },
        problem,
        fix: "Add `full`, for example `full: 30 2 * * 0` for every Sunday night.",
      };
    }
  },
} as const satisfies ClusterRule;
