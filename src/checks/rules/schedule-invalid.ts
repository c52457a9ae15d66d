import { parsedSchedule } from "../../cpo/schedules.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleInvalid = {
  id: "schedule-invalid",
  severity: "error",
  title: "Schedule that never fires",
  why: "The CRD takes any text as a schedule. A bad one is refused only with the CronJob, and the operator's sync ends there; an impossible date is accepted and never comes.",
  source: "kubernetes-limits.md, Cron; robfig/cron v3.0.1 parser.go; contract 5.26",
  bad: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {full: 0 2 * * 7}}]}}}",
  },
  good: {
    postgresql:
      "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu, schedule: {full: 0 2 * * 0}}]}}}",
  },
  *checkCluster({ cluster, schedules }) {
    for (const { repository, schedule } of schedules) {
      if (schedule.cron === "") continue;
      const at = { in: "field" as const, object: cluster.object, path: schedule.path };
      const parsed = parsedSchedule(schedule.cron);
      if ("refused" in parsed) {
        yield {
          at,
          problem: `Kubernetes refuses the schedule \`${schedule.cron}\` of the ${schedule.type} backup of ${repository.name}. ${parsed.refused}`,
          fix: "Write five fields, for example `30 2 * * *` for every night at 02:30.",
        };
      } else if (parsed.neverFires) {
        yield {
          at,
          problem: `The schedule \`${schedule.cron}\` of the ${schedule.type} backup of ${repository.name} never fires: there is no such date.`,
          fix: "Write a date that exists, for example `30 2 28 * *`.",
        };
      }
    }
  },
} as const satisfies ClusterRule;
