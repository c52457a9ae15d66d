import { timesADay } from "../../kubernetes/cron-words.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleOutrunsRetention = {
  id: "schedule-outruns-retention",
  severity: "warning",
  title: "More full backups in a day than retention keeps",
  why: "Retention by count keeps the newest full backups, however old they are. Where more of them are taken in a day than it keeps, a mistake that is noticed the next morning cannot be undone.",
  source: "pgbackrest@bd22b6809:src/command/expire/expire.c",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "2"
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 */4 * * *
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "2"
              repo1-retention-full-type: time
            repos:
            - name: repo1
              storage: s3
              resource: backups
              endpoint: s3.example.com
              region: eu
              schedule:
                full: 30 */4 * * *
    `,
  },
  *checkCluster({ cluster, configuration: { database, repoHost }, schedules }) {
    const pod = repoHost ?? database;
    for (const { repository, schedule, parsed } of schedules) {
      if (schedule.type !== "full" || "refused" in parsed || parsed.neverFires) continue;
      const times = timesADay(parsed.cron);
      // Another rule reports a backup in every minute.
      if (times <= 1 || (parsed.cron.kind === "fields" && parsed.cron.minute.values.size === 60)) continue;
      const { name, number } = repository;
      const retention = pod.effective("repo-retention-full", number, "backup");
      const type = pod.effective("repo-retention-full-type", number, "backup")?.value ?? "count";
      if (retention === undefined || type !== "count" || !(Number(retention.value) < times)) continue;
      yield {
        at: { in: "field", object: cluster.object, path: schedule.path },
        also: [retention.place],
        problem: `${name} takes ${Math.floor(times)} full backups in a day, but keeps fewer, so there is soon none from the day before.`,
        fix: `Take full backups less often, or keep them by days: \`${name}-retention-full-type: time\`, with the number of days as \`${name}-retention-full\`.`,
      };
    }
  },
} as const satisfies ClusterRule;
