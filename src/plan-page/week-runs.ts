import type { Timeline } from "../recovery/timeline.ts";

const hour = 3600;
const week = 7 * 24;

/** The backups of an hour: for each cluster that has some its place in the plan, and how many of each type. */
export type HourRuns = readonly {
  readonly cluster: number;
  readonly full: number;
  readonly diff: number;
  readonly incr: number;
}[];

/**
 * What starts in each of the 168 hours of the week, Monday first, in UTC: the runs of the seven days after a moment.
 * @param timelines For each cluster, those of its repositories.
 * @param now Seconds since 1970.
 */
export function weekRuns(timelines: readonly (readonly (Timeline | undefined)[])[], now: number): readonly HourRuns[] {
  const hours = Array.from({ length: week }, (): Counts[] => []);
  for (const [cluster, repositories] of timelines.entries())
    for (const timeline of repositories)
      for (const { at, type } of timeline?.backups ?? []) {
        if (at <= now || at >= now + week * hour) continue;
        const runs = hours[hourOfWeek(at)];
        const last = runs?.at(-1);
        const counts = last?.cluster === cluster ? last : { cluster, full: 0, diff: 0, incr: 0 };
        counts[type] += 1;
        if (counts !== last) runs?.push(counts);
      }
  return hours;
}

interface Counts {
  readonly cluster: number;
  full: number;
  diff: number;
  incr: number;
}

/** The runs of each hour as numbers that repeat from hour to hour, so that they compress well: four for each cluster, the first a distance. */
export const packWeek = (hours: readonly HourRuns[]): readonly (readonly number[])[] =>
  hours.map((runs) =>
    runs.flatMap(({ cluster, full, diff, incr }, index) => [
      cluster - (runs[index - 1]?.cluster ?? 0),
      ...[full, diff, incr],
    ]),
  );

/** The hour that was packed. */
export function unpackHour(packed: readonly number[]): HourRuns {
  let cluster = 0;
  return Array.from({ length: packed.length / 4 }, (_, index) => {
    const [distance = 0, full = 0, diff = 0, incr = 0] = packed.slice(4 * index, 4 * index + 4);
    cluster += distance;
    return { cluster, full, diff, incr };
  });
}

/** How many backups these are. */
export const runCount = (runs: HourRuns): number =>
  runs.reduce((sum, { full, diff, incr }) => sum + full + diff + incr, 0);

/** 0 for Monday from 00:00 to 00:59 UTC, up to 167. The first day of 1970 was a Thursday. */
export const hourOfWeek = (moment: number): number => (Math.floor(moment / hour) + 3 * 24) % week;
