import { clockEffectsOn, clockOf } from "../../cpo/schedules.ts";
import { undisturbedHour } from "../../kubernetes/zoned-times.ts";
import { zoneOf } from "../job-settings.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleClockChange = {
  id: "schedule-clock-change",
  severity: "warning",
  otherSeverities: ["error", "info"],
  title: "Schedule in the hour that a clock change skips or repeats",
  why: "When the clock is put forward, Kubernetes skips a run whose time does not come; when it is put back, it makes a run twice. On the Chatham Islands, where it is put back from 03:45 to 02:45, the controller can find its next run before the last one, refuses the schedule, and never makes a run again. Clocks change on Sundays in most zones, so a weekly backup on Sunday night is left out for a whole week.",
  source:
    "https://pkg.go.dev/github.com/robfig/cron/v3#hdr-Time_zones; kubernetes v1.34.4: pkg/controller/cronjob/utils.go, mostRecentScheduleTime; test/kubernetes/testdata/zoned-runs.json",
  bad: {
    postgresql: `
      metadata:
        annotations:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: timeZone=Europe/Vienna
    `,
  },
  good: {
    postgresql: `
      metadata:
        annotations:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: timeZone=Europe/Vienna
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
                full: 30 3 * * *
    `,
  },
  appliesTo: "job settings",
  *checkCluster({ cluster, jobs, timeZones }) {
    for (const job of jobs) {
      const zone = zoneOf(job, timeZones);
      if (zone === undefined) continue;
      const { repository, schedule, parsed, settings } = job;
      const clock = clockOf(zone);
      if (clock === undefined || "refused" in parsed || parsed.cron.kind === "every") continue;
      const { skipped, doubled, stopped } = clockEffectsOn(schedule.cron, zone);
      const isEnd = stopped !== undefined;
      const effects = [
        ...(isEnd ? [`never taken again once the clock is put back (on ${dayOf(stopped)})`] : []),
        ...(isEnd || skipped === undefined
          ? []
          : [`skipped when the clock changes (for example on ${dayOf(skipped)})`]),
        ...(isEnd || doubled === undefined
          ? []
          : [`taken twice when the clock is put back (for example on ${dayOf(doubled)})`]),
      ];
      if (effects.length === 0) continue;
      const [minute, , ...rest] = schedule.cron.trim().split(/\s+/);
      const hour = rest.length === 3 ? undisturbedHour(parsed.cron, clock) : undefined;
      yield {
        ...(isEnd ? { severity: "error" as const } : skipped === undefined && { severity: "info" as const }),
        at: { in: "field", object: cluster.object, path: schedule.path },
        ...(settings.timeZone !== undefined && { also: [settings.timeZone.place] }),
        problem: `The ${schedule.type} backup of ${repository.name} (\`${schedule.cron}\` in ${zone}) is ${effects.join(", and ")}.`,
        fix: `Move it to an hour${hour === undefined ? " or a day" : ""} without a change of the clock${hour === undefined ? "" : `, for example \`${[minute, hour, ...rest].join(" ")}\``}.`,
      };
    }
  },
} as const satisfies ClusterRule;

const dayOf = (shown: number) => new Date(shown).toISOString().slice(0, 10);
