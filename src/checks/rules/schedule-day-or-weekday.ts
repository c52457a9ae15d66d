import { daysInWords } from "../../kubernetes/cron-words.ts";
import { quotableText } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleDayOrWeekday = {
  id: "schedule-day-or-weekday",
  severity: "warning",
  title: "Schedule with a day of the month and a day of the week",
  why: "Where both are restricted, Kubernetes fires on days that match either one. What is meant for the first Sunday of a month then fires on every Sunday and on seven days at the beginning of the month.",
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
                full: 0 1 1-7 * 0
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
                full: 0 1 * * 0
    `,
  },
  appliesTo: "unusual schedule",
  *checkCluster({ cluster, schedules }) {
    for (const { repository, schedule, parsed } of schedules) {
      if ("refused" in parsed || parsed.neverFires || parsed.cron.kind === "every") continue;
      const { cron } = parsed;
      if (cron.day.star || cron.weekday.star) continue;
      // All of both, spelled out: it means what it says.
      if (cron.day.values.size === 31 && cron.weekday.values.size === 7) continue;
      const [minute = "", hour = "", day = "", month = "", weekday = ""] = schedule.cron.trim().split(/\s+/);
      yield {
        at: { in: "field", object: cluster.object, path: schedule.path },
        problem: `The schedule \`${quotableText(schedule.cron)}\` of the ${schedule.type} backup of ${repository.name} fires ${daysInWords(cron)}, not only on days that match both fields.`,
        fix: `Restrict only one of them: \`${minute} ${hour} * ${month} ${weekday}\` or \`${minute} ${hour} ${day} ${month} *\`.`,
      };
    }
  },
} as const satisfies ClusterRule;
