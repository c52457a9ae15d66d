import { quotableText } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleEveryMinute = {
  id: "schedule-every-minute",
  severity: "warning",
  title: "Schedule that fires every minute",
  why: "A `*` for the minute means every minute of the hour, not the full hour. The backups follow one another without a pause, and retention by count soon keeps nothing older than an hour.",
  source: "https://pkg.go.dev/github.com/robfig/cron/v3; https://man7.org/linux/man-pages/man5/crontab.5.html",
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
                full: "* 2 * * *"
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
                full: 0 2 * * *
    `,
  },
  appliesTo: "unusual schedule",
  *checkCluster({ cluster, schedules }) {
    for (const { repository, schedule, parsed } of schedules) {
      if ("refused" in parsed || parsed.neverFires || parsed.cron.kind === "every") continue;
      const { hour, minute } = parsed.cron;
      if (minute.values.size < 60) continue;
      const rest = schedule.cron.trim().split(/\s+/).slice(1).join(" ");
      yield {
        at: { in: "field", object: cluster.object, path: schedule.path },
        problem: `The schedule \`${quotableText(schedule.cron)}\` of the ${schedule.type} backup of ${repository.name} fires every minute${hour.values.size === 24 ? "" : ` of ${hour.values.size === 1 ? "that hour" : "those hours"}, ${60 * hour.values.size} times a day`}.`,
        fix: `Write the minute, for example \`0 ${rest}\`.`,
      };
    }
  },
} as const satisfies ClusterRule;
