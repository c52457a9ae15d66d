import type { BackupType } from "../cpo/repository.ts";
import { clockOf, parsedSchedule } from "../cpo/schedules.ts";
import type { Cron } from "../kubernetes/cron.ts";
import { runsBetween } from "../kubernetes/run-times.ts";
import { clockYears, utc, type ZoneClock, zoneClockIn } from "../kubernetes/zone-clock.ts";
import { remembered } from "../text/memo.ts";
import type { RepositoryRules } from "./retention.ts";

/** Runs of several schedules, in order. Moments are seconds since 1970. */
export interface MergedRuns {
  readonly at: readonly number[];
  readonly types: readonly BackupType[];
}

type Schedules = RepositoryRules["schedules"];

/** A schedule that was read, with the clock that it goes by. */
export interface ReadSchedule {
  readonly type: BackupType;
  readonly cron: Cron;
  readonly clock: ZoneClock;
}

/** Reads schedules, for moments between two others (seconds since 1970). Those that Kubernetes refuses, or that never fire, are left out. */
export const readSchedules = (schedules: Schedules, from: number, to: number): readonly ReadSchedule[] =>
  schedules.flatMap(({ type, cron, timeZone }) => {
    const parsed = parsedSchedule(cron);
    if ("refused" in parsed || parsed.neverFires) return [];
    return [{ type, cron: parsed.cron, clock: timeZone === undefined ? utc : clockBetween(timeZone, from, to) }];
  });

/** The clock of a zone around some moments. Without them the usual years will do: what is far from them is taken to be as they are. */
function clockBetween(zone: string, from: number, to: number): ZoneClock {
  const isUsual = from * 1000 >= clockYears.from && to * 1000 < clockYears.to;
  return (isUsual ? clockOf(zone) : otherClock(`${zone}\n${yearOf(from)}\n${yearOf(to)}`)) ?? utc;
}

const yearOf = (moment: number) => new Date(moment * 1000).getUTCFullYear();

const otherClock = remembered((text): ZoneClock | undefined => {
  const [zone = "", from, to] = text.split("\n");
  return zoneClockIn(zone, { from: Date.UTC(Number(from) - 1, 0, 1), to: Date.UTC(Number(to) + 2, 0, 1) });
});

/** A full one counts before the others that start in the same minute, so that these build on it. */
const order: readonly BackupType[] = ["full", "diff", "incr"];

/** The runs of schedules from one moment on and before another. */
export function mergedRuns(schedules: readonly ReadSchedule[], from: number, to: number): MergedRuns {
  const lists = order.flatMap((type) =>
    schedules
      .filter((schedule) => schedule.type === type)
      .map((schedule) => ({ type, runs: runsBetween(schedule, from, to), next: 0 })),
  );
  const at: number[] = [];
  const types: BackupType[] = [];
  for (;;) {
    let first: (typeof lists)[number] | undefined;
    let earliest = Number.POSITIVE_INFINITY;
    for (const list of lists) {
      const moment = list.runs[list.next];
      if (moment === undefined || moment >= earliest) continue;
      earliest = moment;
      first = list;
    }
    if (first === undefined) return { at, types };
    first.next += 1;
    at.push(earliest);
    types.push(first.type);
  }
}

/** The longest time between two neighbors; undefined where there are no two. */
export function longestGap(moments: readonly number[]): number | undefined {
  let longest: number | undefined;
  for (let index = 1; index < moments.length; index += 1)
    longest = Math.max(longest ?? 0, (moments[index] ?? 0) - (moments[index - 1] ?? 0));
  return longest;
}
