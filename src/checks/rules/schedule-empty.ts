import { quotableText } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleEmpty = {
  id: "schedule-empty",
  severity: "warning",
  title: "Empty schedule",
  why: "An empty schedule does not mean no schedule: the operator uses the schedule for logical backups instead, the same for all types, so they collide.",
  source: "contract 2.6, 5.18: k8sres.go:3581-3583",
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
                full: 30 2 * * *
                incr: ""
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
                full: 30 2 * * *
    `,
  },
  appliesTo: "unusual schedule",
  *checkCluster({ cluster, settings, schedules }) {
    for (const { repository, schedule } of schedules) {
      if (schedule.cron !== "") continue;
      yield {
        at: { in: "field", object: cluster.object, path: schedule.path },
        problem: `The schedule of the ${schedule.type} backup of ${repository.name} is empty, so the operator uses \`${quotableText(settings.logicalBackupSchedule)}\`, its schedule for logical backups.`,
        fix: `Remove \`${schedule.type}\`, or write a schedule, for example \`30 2 * * *\` for every night at 02:30.`,
      };
    }
  },
} as const satisfies ClusterRule;
