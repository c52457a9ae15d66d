import type { ClusterRule } from "../rule.ts";

export const scheduleEmpty = {
  id: "schedule-empty",
  severity: "warning",
  title: "Empty schedule",
  why: "An empty schedule does not mean none: the operator takes the schedule of logical backups for it, the same for all types, so that they collide.",
  source: "contract 2.6, 5.18: k8sres.go:3581-3583",
  bad: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {full: 30 2 * * *, incr: ''}}]}}}",
  },
  good: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {full: 30 2 * * *}}]}}}",
  },
  *checkCluster({ cluster, settings, schedules }) {
    for (const { repository, schedule } of schedules) {
      if (schedule.cron !== "") continue;
      yield {
        at: { in: "field", object: cluster.object, path: schedule.path },
        problem: `The schedule of the ${schedule.type} backup of ${repository.name} is empty, so the operator runs it by \`${settings.logicalBackupSchedule}\`, its schedule of logical backups.`,
        fix: `Remove \`${schedule.type}\`, or write when it should run.`,
      };
    }
  },
} as const satisfies ClusterRule;
