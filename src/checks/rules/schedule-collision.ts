import type { ScheduledJob } from "../../configuration/scheduled-jobs.ts";
import { clockOf } from "../../cpo/schedules.ts";
import { aheadAt, utc } from "../../kubernetes/zone-clock.ts";
import { zonedCollision } from "../../kubernetes/zoned-times.ts";
import { compareReleases } from "../../pgbackrest/option.ts";
import { zoneOf } from "../job-settings.ts";
import type { ClusterRule } from "../rule.ts";

export const scheduleCollision = {
  id: "schedule-collision",
  severity: "warning",
  title: "Backups that start in the same minute",
  why: "pgBackRest takes a lock, per stanza before 2.53 and per repository since then; the backup that comes second fails.",
  source: "pgbackrest-e2e section 7, items 9, 18; https://github.com/CrunchyData/postgres-operator/issues/3145",
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
                incr: "*/30 * * * *"
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
                incr: 15 */6 * * *
    `,
  },
  *checkCluster({ cluster, configuration: { releases }, jobs, timeZones }) {
    if (jobs.length < 2) return;
    const perStanza =
      cluster.repositories.length > 1 && releases.every((release) => compareReleases(release, "2.53") < 0);
    for (const { first, second, at } of collisions(jobs, perStanza, timeZones)) {
      yield {
        at: { in: "field", object: cluster.object, path: second.schedule.path },
        also: [{ in: "field", object: cluster.object, path: first.schedule.path }],
        problem: `The ${second.schedule.type} backup of ${second.repository.name} (\`${second.schedule.cron}\`) and the ${first.schedule.type} backup of ${first.repository.name} (\`${first.schedule.cron}\`) start in the same minute, for example at ${timeText(at, zoneOf(second, timeZones) ?? "UTC")}, so one of them fails.`,
        fix: "Move one of them by more time than a backup takes.",
      };
    }
  },
} as const satisfies ClusterRule;

interface Collision {
  readonly first: ScheduledJob;
  readonly second: ScheduledJob;
  /** When they first meet, in milliseconds since 1970. */
  readonly at: number;
}

function collisions(
  all: readonly ScheduledJob[],
  perStanza: boolean,
  timeZones: ReadonlySet<string>,
): readonly Collision[] {
  const found: Collision[] = [];
  const jobs: ScheduledJob[] = [];
  const compare = (first: ScheduledJob, second: ScheduledJob) => {
    if (!perStanza && first.repository !== second.repository) return;
    const [left, right] = [first.parsed, second.parsed];
    if ("refused" in left || "refused" in right) return;
    const at = zonedCollision(
      { cron: left.cron, clock: clockIn(zoneOf(first, timeZones)) },
      { cron: right.cron, clock: clockIn(zoneOf(second, timeZones)) },
    );
    if (at !== undefined) found.push({ first, second, at });
  };
  for (const second of all) {
    // There are four names for repositories, and three types of backups; further repositories of a name are another mistake.
    if (jobs.some((known) => isSameJob(known, second))) continue;
    for (const first of jobs) compare(first, second);
    jobs.push(second);
  }
  return found;
}

const isSameJob = (one: ScheduledJob, other: ScheduledJob) =>
  one.schedule.type === other.schedule.type && one.repository.name === other.repository.name;

/** Without a zone, it is that of the controller, which is UTC unless somebody changes it. */
const clockIn = (zone: string | undefined) => (zone === undefined ? utc : (clockOf(zone) ?? utc));

/** A moment as the clock of a zone shows it. */
function timeText(at: number, zone: string): string {
  const clock = clockIn(zone === "UTC" ? undefined : zone);
  return `${new Date(at + aheadAt(clock, at)).toISOString().slice(0, 16).replace("T", " ")} ${zone}`;
}
