import { remembered } from "../text/memo.ts";

/*
 * Clocks of time zones at any moment. `kubernetes/zone-clock.ts` knows them for the few years in which schedules are looked at; a restore goes
 * back to whatever time is asked for.
 */

const dayMs = 86_400_000;

/** By how much the clock of a zone is ahead of UTC at a moment, both in milliseconds; `undefined` for a zone that this runtime does not know. */
export function aheadOfUtc(zone: string, at: number): number | undefined {
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(at / 1000) * 1000;
}

/**
 * The offsets from UTC with which the clock of a zone shows a time, in milliseconds, the earlier moment first: two of them where a clock is
 * set back, none where it is set forward; then `around` has the offsets before and after the change. The time is in milliseconds, as if it
 * were UTC.
 */
export function offsetsAt(
  zone: string,
  shown: number,
): { readonly offsets: readonly number[]; readonly around: readonly [before: number, after: number] } {
  const before = aheadOfUtc(zone, shown - dayMs) ?? 0;
  const after = aheadOfUtc(zone, shown + dayMs) ?? 0;
  const possible = [...new Set([before, after])].sort((left, right) => right - left);
  return { offsets: possible.filter((offset) => aheadOfUtc(zone, shown - offset) === offset), around: [before, after] };
}

/** An offset from UTC, in milliseconds, as it is written behind a time: `+01:00`. */
export function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000));
  const two = (number: number) => String(number).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const formatOf = remembered((timeZone: string): Intl.DateTimeFormat | undefined => {
  const [year, month, day, hour, minute, second] = Array<"numeric">(6).fill("numeric");
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", year, month, day, hour, minute, second });
  } catch {
    return undefined;
  }
});
