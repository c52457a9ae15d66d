import { monthsInWords, monthsWithoutRun } from "../../kubernetes/cron-words.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleSkipsMonths = {
  id: "schedule-skips-months",
  severity: "warning",
  title: "Schedule on a day that some months do not have",
  why: "A schedule for day 31 does not fire on the last day of a shorter month: it does not fire in that month at all, and the backup is as old as the one before it.",
  source: "https://pkg.go.dev/github.com/robfig/cron/v3",
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
                full: 30 2 31 * *
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
                full: 30 2 28 * *
    `,
  },
  appliesTo: "unusual schedule",
  *checkCluster({ cluster, schedules }) {
    for (const { repository, schedule, parsed } of schedules) {
      if ("refused" in parsed || parsed.neverFires || parsed.cron.kind === "every") continue;
      const skipped = monthsWithoutRun(parsed.cron);
      if (skipped.length === 0) continue;
      const [minute = "", hour = "", , month = ""] = schedule.cron.trim().split(/\s+/);
      yield {
        at: { in: "field", object: cluster.object, path: schedule.path },
        problem: `The schedule \`${schedule.cron}\` of the ${schedule.type} backup of ${repository.name} does not fire in ${monthsInWords(skipped)}, which ${skipped.length === 1 ? "has" : "have"} fewer days${skipped.includes(2) && parsed.cron.day.values.has(29) ? " in most years" : ""}.`,
        fix: `Write a day up to 28, for example \`${minute} ${hour} 28 ${month} *\`.`,
      };
    }
  },
} as const satisfies ClusterRule;
