import { type Cron, firesOn } from "./cron.ts";
import { aheadAt, type ZoneClock } from "./zone-clock.ts";
import { nextRun, standstillAfter, type ZonedSchedule } from "./zoned-times.ts";

type Fields = Extract<Cron, { kind: "fields" }>;

const daySeconds = 86_400;
const dayMs = 86_400_000;

/**
 * The runs of a schedule from one moment on and before another, in seconds since 1970. The same runs as those of `nextRun` of a
 * CronJob that is there from the first moment on, but at the cost of an addition each: only across changes of the clock are they looked for one by one. `@every` is nominal: its runs are at multiples of it.
 */
export function runsBetween({ cron, clock }: ZonedSchedule, from: number, to: number): readonly number[] {
  const found: number[] = [];
  if (cron.kind === "every") {
    for (let at = Math.ceil(from / cron.seconds) * cron.seconds; at < to; at += cron.seconds) found.push(at);
    return found;
  }
  const times = timesOfDay(cron);
  if (times.length === 0) return found;
  const add = (at: number) => {
    if (at >= from && at < to) found.push(at);
  };
  const stretches = stretchesAcrossChanges({ cron, clock, times }, from, to);
  let next = 0;
  for (const day of firingDays(cron, from - daySeconds, to + daySeconds)) {
    const midnight = midnightOf(clock, day);
    for (const time of times) {
      const at = midnight + time;
      while ((stretches[next]?.to ?? Number.POSITIVE_INFINITY) < at) next += 1;
      if (at <= (stretches[next]?.from ?? Number.POSITIVE_INFINITY)) add(at);
    }
  }
  if (stretches.length === 0) return found;
  for (const { runs } of stretches) for (const at of runs) add(at);
  const end = stretches.find(({ isLast }) => isLast);
  const last = end === undefined ? Number.POSITIVE_INFINITY : (end.runs.at(-1) ?? end.from);
  return found.filter((at) => at <= last).sort((left, right) => left - right);
}

/** The times of a day at which a schedule fires, in seconds. */
function timesOfDay({ hour, minute }: Fields): readonly number[] {
  return hour.ascending.flatMap((each) => minute.ascending.map((past) => each * 3600 + past * 60));
}

/** The moment of a midnight that is given as the clock shows it; right where the clock does not change in these hours. In seconds. */
const midnightOf = (clock: ZoneClock, day: number) => day - aheadAt(clock, day * 1000) / 1000;

/** Midnights of the days on which a schedule fires, in seconds, as the clock of its zone shows them. */
function* firingDays(cron: Fields, from: number, to: number): Iterable<number> {
  const start = new Date(from * 1000);
  const [first, last] = [Math.floor(from / daySeconds), Math.floor(to / daySeconds)];
  for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; month += 1) {
    const day = firstOf(month);
    if (day > last) return;
    if (!cron.month.values.has((month % 12) + 1)) continue;
    const end = firstOf(month + 1);
    for (let at = Math.max(day, first); at < end && at <= last; at += 1)
      if (firesOn(cron, at - day + 1, (((at + 4) % 7) + 7) % 7)) yield at * daySeconds;
  }
}

/** The first day of a month, counted from 1970; months from year 0. */
const firstOf = (month: number) => Date.UTC(Math.floor(month / 12), month % 12, 1) / dayMs;

/** Runs that were looked for one by one: from one run, which is not among them, to another, which is. In seconds. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly runs: readonly number[];
  /** True where the controller stands still after these. */
  readonly isLast: boolean;
}

interface Timed {
  readonly cron: Fields;
  readonly clock: ZoneClock;
  readonly times: readonly number[];
}

/** No clock is farther from UTC than this, and no change of one disturbs what is farther from it, but for the way from one run to the next. */
const margin = 2 * daySeconds;

/** After so many regular runs behind a change, the controller has found its way again. */
const runsToRecover = 3;

/**
 * The controller goes from a run to the next, hour by hour and day by day. Where the clock changes on the way, it may arrive at half past midnight
 * on the right day, and leave that one out, a week or a year after the change (robfig/cron v3.0.1, spec.go, `Next`).
 */
function stretchesAcrossChanges(timed: Timed, from: number, to: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const change of timed.clock.changes) {
    const [before, after] = [change.at / 1000 - margin, change.at / 1000 + margin];
    if (before >= to || hasRecovered(timed, after, from)) continue;
    const last = stretches.at(-1);
    if (last !== undefined && last.to > after) continue;
    const regular = lastRegular(timed, before);
    const isJoined = last !== undefined && last.to >= regular;
    const begin = isJoined ? last.to : regular;
    const stretch = stretchFrom(timed, begin, after);
    if (isJoined) stretches.splice(-1, 1, { ...stretch, from: last.from, runs: [...last.runs, ...stretch.runs] });
    else stretches.push(stretch);
  }
  return stretches;
}

/** Goes from a run to the first one behind a moment. */
function stretchFrom({ cron, clock }: Timed, from: number, behind: number): Stretch {
  const runs: number[] = [];
  let last = from;
  while (last <= behind) {
    const run = nextRun(cron, clock, last * 1000);
    if (run === undefined)
      return { from, to: behind, runs, isLast: standstillAfter(cron, clock, last * 1000) !== undefined };
    last = run / 1000;
    runs.push(last);
  }
  return { from, to: last, runs, isLast: false };
}

/** The last regular run before a moment, or at it; without one in years, the moment. */
function lastRegular({ cron, clock, times }: Timed, moment: number): number {
  const end = Math.floor(moment / daySeconds) + 1;
  for (let day = end; day > end - 9 * 366; day -= 1)
    for (const shown of firingDays(cron, day * daySeconds, day * daySeconds)) {
      const midnight = midnightOf(clock, shown);
      const time = times.findLast((each) => midnight + each <= moment);
      if (time !== undefined) return midnight + time;
    }
  return moment;
}

/** True where some regular runs are behind one moment, and before another. */
function hasRecovered({ cron, clock, times }: Timed, behind: number, before: number): boolean {
  let count = 0;
  if (before <= behind) return false;
  for (const day of firingDays(cron, behind, before)) {
    const midnight = midnightOf(clock, day);
    for (const time of times)
      if (midnight + time > behind && midnight + time < before) {
        count += 1;
        if (count >= runsToRecover) return true;
      }
  }
  return false;
}
