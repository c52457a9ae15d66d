import { type Cron, type CronField, firesOn } from "./cron.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The calendar repeats after 400 years, and so does every schedule; four years on either side of 2000 hold all weekdays of 29 February. */
const longestGapYears = 40;

/**
 * The next time, in UTC, at which a schedule fires after `after` (milliseconds since 1970); `undefined` where it never does. `@every` is
 * nominal: it counts from the last run, here from `after`.
 */
export function nextTime(cron: Cron, after: number): number | undefined {
  if (cron.kind === "every") return Math.floor(after / 1000) * 1000 + cron.seconds * 1000;
  if (cron.minute.values.size === 0 || cron.hour.values.size === 0) return undefined;
  const from = Math.floor(after / minuteMs) * minuteMs + minuteMs;
  const firstDay = Math.floor(from / dayMs) * dayMs;
  for (let day = firstDay; day < firstDay + longestGapYears * 366 * dayMs; day += dayMs) {
    const date = new Date(day);
    if (!cron.month.values.has(date.getUTCMonth() + 1)) {
      day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - dayMs;
      continue;
    }
    if (!firesOn(cron, date.getUTCDate(), date.getUTCDay())) continue;
    const minute = firstMinute(cron, day === firstDay ? (from - firstDay) / minuteMs : 0);
    if (minute !== undefined) return day + minute * minuteMs;
  }
  return undefined;
}

/** The first minute of the day, not before `from`, at which the hour and minute fields fire. */
function firstMinute({ hour, minute }: Extract<Cron, { kind: "fields" }>, from: number): number | undefined {
  for (let at = from; at < 24 * 60; at += 1) {
    if (!hour.values.has(Math.floor(at / 60))) at += 59 - (at % 60);
    else if (minute.values.has(at % 60)) return at;
  }
  return undefined;
}

/** True where a schedule never fires: an empty field, or dates that no calendar has, such as 30 February. */
export function neverFires(cron: Cron): boolean {
  return !surelyFires(cron) && nextTime(cron, Date.UTC(2026, 0, 1)) === undefined;
}

/** True for most schedules that fire: no calendar is needed to tell so of a day that every month has, or of a day of the week. */
function surelyFires(cron: Cron): boolean {
  if (cron.kind === "every") return true;
  const { minute, hour, day, month, weekday } = cron;
  const { size } = minute.values;
  if (Math.min(size, hour.values.size, day.values.size, month.values.size, weekday.values.size) === 0) return false;
  return !weekday.star || (day.ascending[0] ?? 31) <= 28;
}

/**
 * The first time from 2026 on at which two schedules fire in the same minute; `undefined` where they never do. Schedules of `@every` have
 * no fixed times, so nothing is said of them.
 */
export function collision(left: Cron, right: Cron): number | undefined {
  if (left.kind === "every" || right.kind === "every") return undefined;
  const minute = firstOfBoth(left.minute, right.minute);
  if (minute === undefined) return undefined;
  const hour = firstOfBoth(left.hour, right.hour);
  if (hour === undefined || firstOfBoth(left.month, right.month) === undefined) return undefined;
  // The usual cases need no calendar: both go by the week, or both by the month.
  if (left.day.star && right.day.star && firstOfBoth(left.weekday, right.weekday) === undefined) return undefined;
  if (left.weekday.star && right.weekday.star && firstOfBoth(left.day, right.day) === undefined) return undefined;
  const start = Date.UTC(2026, 0, 1);
  for (let day = start; day < start + longestGapYears * 366 * dayMs; day += dayMs) {
    const date = new Date(day);
    const month = date.getUTCMonth() + 1;
    if (!left.month.values.has(month) || !right.month.values.has(month)) continue;
    if (!firesOn(left, date.getUTCDate(), date.getUTCDay()) || !firesOn(right, date.getUTCDate(), date.getUTCDay()))
      continue;
    return day + (hour * 60 + minute) * minuteMs;
  }
  return undefined;
}

/** The lowest value that two fields have in common. */
function firstOfBoth(left: CronField, right: CronField): number | undefined {
  for (const value of left.ascending) if (right.values.has(value)) return value;
  return undefined;
}
