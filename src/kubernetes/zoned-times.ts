import { type Cron, cronField, firesOn } from "./cron.ts";
import { collision, nextTime } from "./cron-times.ts";
import { aheadAt, clockYears, momentOf, type ZoneClock } from "./zone-clock.ts";

type Fields = Extract<Cron, { kind: "fields" }>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * The next moment after another at which the CronJob controller starts a Job, in milliseconds since 1970; `undefined` where there is none
 * within five years, and where the controller stands still.
 */
export function nextRun(cron: Fields, clock: ZoneClock, after: number): number | undefined {
  const next = nextTimeIn(cron, clock, after);
  return next === undefined || goesBack(cron, clock, next) ? undefined : next;
}

/**
 * The moment after another at which a CronJob ought to start a Job, and never does so again, if it is the next one: from there, the library that
 * the controller asks goes back to an earlier moment, and with that the controller refuses the schedule for good
 * (kubernetes v1.34.4: pkg/controller/cronjob/utils.go, `mostRecentScheduleTime`, where the time between two runs is negative).
 */
export function standstillAfter(cron: Fields, clock: ZoneClock, after: number): number | undefined {
  const next = nextTimeIn(cron, clock, after);
  return next !== undefined && goesBack(cron, clock, next) ? next : undefined;
}

/** Happens where a clock is put back by an hour within an hour of the day, as on the Chatham Islands, from 03:45 to 02:45. */
function goesBack(cron: Fields, clock: ZoneClock, at: number): boolean {
  const next = clock.changes.length === 0 ? undefined : nextTimeIn(cron, clock, at);
  return next !== undefined && next <= at;
}

/**
 * What the library says is the next moment, which may be an earlier one; `undefined` where there is none within five years. Step for step as robfig/cron v3.0.1 (spec.go, `Next`), which has its own ways where a clock changes: it leaves out what
 * the clock skips, and more than that where midnight is skipped, or half an hour.
 */
function nextTimeIn(cron: Fields, clock: ZoneClock, after: number): number | undefined {
  const show = (moment: number) => new Date(moment + aheadAt(clock, moment));
  let at = Math.floor(after / 1000) * 1000 + 1000;
  let shown = show(at);
  const go = (moment: number) => {
    at = moment;
    shown = show(at);
  };
  const goTo = (year: number, month: number, day: number, hour = 0) =>
    go(momentOf(clock, Date.UTC(year, month, day, hour)));
  const addDays = (months: number, days: number) =>
    go(
      momentOf(
        clock,
        Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + months, shown.getUTCDate() + days) + timeOf(shown),
      ),
    );
  let isCut = false;
  const cut = (hour?: number, day = shown.getUTCDate()) => {
    if (!isCut) goTo(shown.getUTCFullYear(), shown.getUTCMonth(), day, hour);
    isCut = true;
  };
  const lastYear = shown.getUTCFullYear() + 5;
  search: while (shown.getUTCFullYear() <= lastYear) {
    while (!cron.month.values.has(shown.getUTCMonth() + 1)) {
      cut(0, 1);
      addDays(1, 0);
      if (shown.getUTCMonth() === 0) continue search;
    }
    while (!firesOn(cron, shown.getUTCDate(), shown.getUTCDay())) {
      cut(0);
      addDays(0, 1);
      const hour = shown.getUTCHours();
      if (hour !== 0) go(at + (hour > 12 ? 24 - hour : -hour) * hourMs);
      if (shown.getUTCDate() === 1) continue search;
    }
    while (!cron.hour.values.has(shown.getUTCHours())) {
      cut(shown.getUTCHours());
      go(at + hourMs);
      if (shown.getUTCHours() === 0) continue search;
    }
    while (!cron.minute.values.has(shown.getUTCMinutes())) {
      if (!isCut) go(Math.floor(at / minuteMs) * minuteMs);
      isCut = true;
      go(at + minuteMs);
      if (shown.getUTCMinutes() === 0) continue search;
    }
    if (shown.getUTCSeconds() === 0) return at;
    go(Math.floor(at / minuteMs) * minuteMs + minuteMs);
    isCut = true;
    if (shown.getUTCSeconds() !== 0) return undefined;
  }
  return undefined;
}

/** The time of the day, in milliseconds. */
const timeOf = (shown: Date) => shown.getTime() - Math.floor(shown.getTime() / dayMs) * dayMs;

/** What a change of the clock does to a schedule. The times are what the clock shows, in milliseconds as if it were UTC. */
export interface ClockEffects {
  /** The first run that does not happen. */
  readonly skipped?: number;
  /** The first run that happens twice. */
  readonly doubled?: number;
  /** The first run that does not happen, and none after it. */
  readonly stopped?: number;
}

/**
 * The runs of a schedule that do not happen because a clock changes, and those that happen twice. A schedule that fires in the hours around
 * the change, too, loses nothing.
 */
export function clockEffects(cron: Cron, clock: ZoneClock): ClockEffects {
  if (cron.kind === "every") return {};
  let effects: ClockEffects = {};
  for (const { at, before, after } of clock.changes) {
    const [from, to] = [at + Math.min(before, after), at + Math.max(before, after)];
    const hoursAround = [from - hourMs, from, to - 1, to].map((shown) => new Date(shown).getUTCHours());
    if (hoursAround.every((hour) => cron.hour.values.has(hour))) continue;
    const seen = new Set<number>();
    let last = at - dayMs - 1;
    for (const run of runs((last) => nextRun(cron, clock, last), at - dayMs, at + 2 * dayMs)) {
      const shown = run + aheadAt(clock, run);
      if (seen.has(shown)) effects = { doubled: shown, ...effects };
      seen.add(shown);
      last = run;
    }
    const standstill = standstillAfter(cron, clock, last);
    if (standstill !== undefined && standstill < at + 2 * dayMs)
      effects = { stopped: standstill + aheadAt(clock, standstill), ...effects };
    for (const shown of runs((last) => nextTime(cron, last), from - hourMs, to + dayMs))
      if (!seen.has(shown)) effects = { skipped: shown, ...effects };
  }
  return effects;
}

/** The times from one on and before another, each the next of the last. */
function* runs(next: (after: number) => number | undefined, from: number, to: number): Iterable<number> {
  for (let at = next(from - 1); at !== undefined && at < to; at = next(at)) yield at;
}

/** The next hour of the day, after the only one in which a schedule fires, in which no change of the clock disturbs it. */
export function undisturbedHour(cron: Fields, clock: ZoneClock): number | undefined {
  const [hour, ...others] = cron.hour.ascending;
  if (hour === undefined || others.length > 0) return undefined;
  const later = Array.from({ length: 23 }, (_, hours) => (hour + 1 + hours) % 24);
  return later.find((other) => {
    const { skipped, doubled } = clockEffects({ ...cron, hour: cronField(new Set([other]), false) }, clock);
    return skipped === undefined && doubled === undefined;
  });
}

/** A schedule and the clock that it goes by. */
export interface ZonedSchedule {
  readonly cron: Cron;
  readonly clock: ZoneClock;
}

/** More runs than a schedule has in the years looked at, unless it runs all the time; then it meets others soon. */
const mostRuns = 20_000;

/**
 * The first moment from 2026 on at which two schedules fire in the same minute, in milliseconds since 1970; `undefined` where they never do,
 * or, in two zones, not within the years whose clock changes are known.
 */
export function zonedCollision(left: ZonedSchedule, right: ZonedSchedule): number | undefined {
  if (left.cron.kind === "every" || right.cron.kind === "every") return undefined;
  if (left.clock === right.clock) {
    const shown = collision(left.cron, right.cron);
    return shown === undefined ? undefined : momentOf(left.clock, shown);
  }
  const [first, second] = [
    { cron: left.cron, clock: left.clock },
    { cron: right.cron, clock: right.clock },
  ];
  const [rare, often] = runsADay(first.cron) <= runsADay(second.cron) ? [first, second] : [second, first];
  let count = 0;
  for (const shown of runs((last) => nextTime(rare.cron, last), clockYears.from, clockYears.to)) {
    const at = momentOf(rare.clock, shown);
    if (firesAt(often.cron, at + aheadAt(often.clock, at))) return at;
    count += 1;
    if (count > mostRuns) break;
  }
  return undefined;
}

/** True where a schedule fires when the clock shows a time. */
function firesAt(cron: Fields, shown: number): boolean {
  const date = new Date(shown);
  return (
    cron.minute.values.has(date.getUTCMinutes()) &&
    cron.hour.values.has(date.getUTCHours()) &&
    cron.month.values.has(date.getUTCMonth() + 1) &&
    firesOn(cron, date.getUTCDate(), date.getUTCDay())
  );
}

const runsADay = ({ hour, minute }: Fields) => hour.values.size * minute.values.size;
