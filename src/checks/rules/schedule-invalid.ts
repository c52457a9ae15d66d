import { jobsAnnotation } from "../../cpo/jobs-annotation.ts";
import { quotableText } from "../../text/quotable.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleInvalid = {
  id: "schedule-invalid",
  severity: "error",
  title: "Schedule that never fires",
  why: "The CRD accepts any text as a schedule. A malformed one is refused only with the CronJob, which ends the operator's sync; an impossible date is accepted and never comes.",
  source: "kubernetes-limits.md, Cron; robfig/cron v3.0.1 parser.go; contract 5.26",
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
                full: 0 2 * * 7
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
                full: 0 2 * * 0
    `,
  },
  appliesTo: "unusual schedule",
  *checkCluster({ cluster, schedules }) {
    for (const { repository, schedule, parsed } of schedules) {
      if (schedule.cron === "") continue;
      const at = { in: "field" as const, object: cluster.object, path: schedule.path };
      if ("refused" in parsed) {
        yield {
          at,
          problem: `Kubernetes refuses the schedule \`${quotableText(schedule.cron)}\` of the ${schedule.type} backup of ${repository.name}. ${parsed.refused}`,
          fix:
            fixOf(schedule.cron) ??
            "Write minute, hour, day of the month, month and day of the week, for example `30 2 * * *` for every night at 02:30.",
        };
      } else if (parsed.neverFires) {
        yield {
          at,
          problem: `The schedule \`${quotableText(schedule.cron)}\` of the ${schedule.type} backup of ${repository.name} never fires: no date matches it.`,
          fix: "Write a date that exists, for example `30 2 28 * *` for the 28th of every month.",
        };
      }
    }
  },
} as const satisfies ClusterRule;

/** Where a time zone is written into the schedule, as other programs take it. */
function fixOf(cron: string): string | undefined {
  const [, zone = "", fields = ""] = /^\s*(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(cron) ?? [];
  return zone === ""
    ? undefined
    : `Write \`${fields}\`, and the time zone in the annotation \`${jobsAnnotation}: timeZone=${zone}\`.`;
}
