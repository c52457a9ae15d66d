import { parsedSchedule, type ScheduledBackup } from "../../cpo/schedules.ts";
import { collision } from "../../kubernetes/cron-times.ts";
import { compareReleases } from "../../pgbackrest/option.ts";
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
  *checkCluster({ cluster, configuration: { releases }, schedules }) {
    const perStanza =
      cluster.repositories.length > 1 && releases.every((release) => compareReleases(release, "2.53") < 0);
    for (const { first, second, at } of collisions(schedules, perStanza)) {
      const time = new Date(at).toISOString().slice(0, 16).replace("T", " ");
      yield {
        at: { in: "field", object: cluster.object, path: second.schedule.path },
        also: [{ in: "field", object: cluster.object, path: first.schedule.path }],
        problem: `The ${second.schedule.type} backup of ${second.repository.name} (\`${second.schedule.cron}\`) and the ${first.schedule.type} backup of ${first.repository.name} (\`${first.schedule.cron}\`) start in the same minute, first at ${time} UTC, so one of them fails.`,
        fix: "Move one of them by more time than a backup takes.",
      };
    }
  },
} as const satisfies ClusterRule;

interface Collision {
  readonly first: ScheduledBackup;
  readonly second: ScheduledBackup;
  /** When they first meet, in milliseconds of UTC. */
  readonly at: number;
}

function* collisions(all: readonly ScheduledBackup[], perStanza: boolean): Iterable<Collision> {
  // There are four names for repositories, and three types of backups; further repositories of a name are another mistake.
  const named = new Set<string>();
  const schedules = all.filter(({ repository, schedule }) => {
    const name = `${repository.name} ${schedule.type}`;
    return !named.has(name) && named.add(name);
  });
  for (const [index, second] of schedules.entries()) {
    for (const first of schedules.slice(0, index)) {
      if (!perStanza && first.repository !== second.repository) continue;
      const [left, right] = [parsedSchedule(first.schedule.cron), parsedSchedule(second.schedule.cron)];
      if ("refused" in left || "refused" in right) continue;
      const at = collision(left.cron, right.cron);
      if (at !== undefined) yield { first, second, at };
    }
  }
}
