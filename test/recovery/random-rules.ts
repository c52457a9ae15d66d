import fc from "fast-check";
import type { BackupType } from "../../src/cpo/repository.ts";
import type { RepositoryRules } from "../../src/recovery/retention.ts";

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const minute = fc.integer({ min: 0, max: 59 });
const hour = fc.integer({ min: 0, max: 23 });
const weekday = fc.integer({ min: 0, max: 6 });

/** Schedules as people write them, some rare and some odd. Without `dates`, all repeat by the week. */
const crons = (dates: boolean) =>
  fc.oneof(
    fc.tuple(minute, hour, weekday).map(([m, h, d]) => `${m} ${h} * * ${d}`),
    fc.tuple(minute, hour).map(([m, h]) => `${m} ${h} * * *`),
    fc.tuple(minute, hour, weekday, weekday).map(([m, h, one, other]) => `${m} ${h} * * ${one},${other}`),
    fc.tuple(minute, fc.integer({ min: 2, max: 12 })).map(([m, step]) => `${m} */${step} * * *`),
    fc.tuple(minute, hour).map(([m, h]) => `${m} ${h} * * 1-5`),
    ...(dates
      ? [
          fc.tuple(minute, hour, fc.integer({ min: 1, max: 31 })).map(([m, h, d]) => `${m} ${h} ${d} * *`),
          fc.tuple(minute, hour).map(([m, h]) => `${m} ${h} 1,15 * *`),
        ]
      : []),
  );

const optional = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: undefined });

/** The rules of a repository, with schedules of UTC. */
export const randomRules = ({ dates = false } = {}): fc.Arbitrary<RepositoryRules> =>
  fc
    .record({
      crons: fc.record({
        full: fc.option(crons(dates), { nil: undefined, freq: 12 }),
        diff: fc.option(crons(dates), { nil: undefined }),
        incr: fc.option(crons(false), { nil: undefined }),
      }),
      expires: fc.integer({ min: 0, max: 19 }).map((value) => value > 0),
      fullType: pick<"count" | "time">("count", "count", "time"),
      full: optional(5),
      days: fc.integer({ min: 1, max: 40 }),
      diff: optional(8),
      archive: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined, freq: 2 }),
      archiveType: pick<BackupType>("full", "full", "diff", "incr"),
    })
    .filter(({ crons: { diff, full, incr } }) => full !== undefined || diff !== undefined || incr !== undefined)
    .map(({ archive, archiveType, crons: given, days, diff, expires, full, fullType }) => ({
      schedules: (["full", "diff", "incr"] as const).flatMap((type) => {
        const cron = given[type];
        return cron === undefined ? [] : [{ type, cron }];
      }),
      retention: {
        ...{ expires, fullType, archiveType },
        ...(full !== undefined && { full: fullType === "time" ? days : full }),
        ...(diff !== undefined && { diff }),
        ...(archive !== undefined && { archive }),
      },
    }));
