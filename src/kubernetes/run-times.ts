import { type Cron, firesOn } from "./cron.ts";
import { aheadAt, type ZoneClock } from "./zone-clock.ts";
import { nextRun, type ZonedSchedule } from "./zoned-times.ts";

type Fields = Extract<Cron, { kind: "fields" }>;

const daySeconds = 86_400;
const dayMs = 86_400_000;

/**
 * The runs of a schedule from one moment on and before another, in seconds since 1970. The same runs as those of `nextRun`, but at the cost of
 * an addition each: only around changes of the clock are they looked for one by one. `@every` is nominal: its runs are at multiples of it.
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
  const isFixed = clock.changes.length === 0;
  const near = daysNearChanges(clock, from - daySeconds, to + daySeconds);
  for (const day of firingDays(cron, from - daySeconds, to + daySeconds)) {
    if (near.has(day)) continue;
    const midnight = day - (isFixed ? clock.first : aheadAt(clock, day * 1000)) / 1000;
    for (const time of times) add(midnight + time);
  }
  // Where a clock skips midnight, the controller may start a job on a day that does not match.
  for (const day of near) for (const at of runsOfDay(cron, clock, day * 1000)) add(at / 1000);
  return isFixed ? found : found.sort((left, right) => left - right);
}

/** The times of a day at which a schedule fires, in seconds. */
function timesOfDay({ hour, minute }: Fields): readonly number[] {
  const ascending = (values: ReadonlySet<number>) => [...values].sort((left, right) => left - right);
  const minutes = ascending(minute.values);
  return ascending(hour.values).flatMap((each) => minutes.map((past) => each * 3600 + past * 60));
}

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

/** Midnights of the days around changes of a clock, in seconds, as it shows them. */
function daysNearChanges({ changes }: ZoneClock, from: number, to: number): ReadonlySet<number> {
  const days = new Set<number>();
  for (const { at } of changes) {
    const changed = Math.floor(at / dayMs);
    for (let day = changed - 2; day <= changed + 2; day += 1)
      if (day * daySeconds >= from - daySeconds && day * daySeconds <= to) days.add(day * daySeconds);
  }
  return days;
}

/** The runs of a day near a change of the clock, as the controller goes from one to the next. */
function* runsOfDay(cron: Fields, clock: ZoneClock, day: number): Iterable<number> {
  for (let at = nextRun(cron, clock, day - 2 * dayMs); at !== undefined && at < day + 3 * dayMs; ) {
    if (Math.floor((at + aheadAt(clock, at)) / dayMs) * dayMs === day) yield at;
    at = nextRun(cron, clock, at);
  }
}
