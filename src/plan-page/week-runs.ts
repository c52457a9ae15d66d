import type { Timeline } from "../recovery/timeline.ts";

const hour = 3600;
const week = 7 * 24;

/** A run in an hour of the week: the cluster by its place in the plan, and the letter of the backup type. */
export type WeekRun = readonly [cluster: number, type: "f" | "d" | "i"];

const letters = { full: "f", diff: "d", incr: "i" } as const;

/**
 * What starts in each of the 168 hours of the week, Monday first, in UTC: the runs of the seven days after a moment.
 * @param timelines For each cluster, those of its repositories.
 * @param now Seconds since 1970.
 */
export function weekRuns(
  timelines: readonly (readonly (Timeline | undefined)[])[],
  now: number,
): readonly (readonly WeekRun[])[] {
  const cells: WeekRun[][] = Array.from({ length: week }, () => []);
  for (const [cluster, repositories] of timelines.entries())
    for (const timeline of repositories)
      for (const { at, type } of timeline?.backups ?? [])
        if (at > now && at < now + week * hour) cells[hourOfWeek(at)]?.push([cluster, letters[type]]);
  return cells;
}

/** 0 for Monday from 00:00 to 00:59 UTC, up to 167. The first day of 1970 was a Thursday. */
export const hourOfWeek = (moment: number): number => (Math.floor(moment / hour) + 3 * 24) % week;
