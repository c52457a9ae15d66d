/** A moment at which a zone's clock is changed: milliseconds since 1970, and how far the clock is ahead of UTC, in milliseconds. */
export interface ClockChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** How the clock of a time zone goes: by how much it is ahead of UTC at first, and every change of that, in the years looked at. */
export interface ZoneClock {
  readonly first: number;
  readonly changes: readonly ClockChange[];
}

const dayMs = 86_400_000;

/** The years in which clock changes are looked for. No rule asks for the time, so they are fixed. */
export const clockYears = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2030, 0, 1) };

/** UTC, for schedules without a zone. */
export const utc: ZoneClock = { first: 0, changes: [] };

/** The clock of a zone; undefined for a name that this runtime does not know. */
export const zoneClock = (zone: string): ZoneClock | undefined => zoneClockIn(zone, clockYears);

/** The same for other years. */
export function zoneClockIn(zone: string, years: typeof clockYears): ZoneClock | undefined {
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  const changes: ClockChange[] = [];
  const first = aheadOfUtc(format, years.from);
  let before = first;
  // No zone changes its clock and changes it back within a week.
  for (let week = years.from; week < years.to; week += 7 * dayMs) {
    const after = aheadOfUtc(format, week + 7 * dayMs);
    if (after === before) continue;
    let [low, high] = [week, week + 7 * dayMs];
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (aheadOfUtc(format, middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: high, before, after });
    before = after;
  }
  return { first, changes };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const [year, month, day, hour, minute] = Array<"numeric">(5).fill("numeric");
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", year, month, day, hour, minute });
  } catch {
    return undefined;
  }
}

function aheadOfUtc(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute")) - at;
}

/** By how much a clock is ahead of UTC at a moment. */
export const aheadAt = (clock: ZoneClock, at: number): number => lastChange(clock, at)?.after ?? clock.first;

const lastChange = ({ changes }: ZoneClock, at: number) => changes.findLast((change) => change.at <= at);

/**
 * The moment at which a clock shows a time, given in milliseconds as if it were UTC, as Go's `time.Date` computes it: of two moments it takes
 * one, and for a time that is skipped one nearby (go1.24:src/time/time.go).
 */
export function momentOf(clock: ZoneClock, shown: number): number {
  const ahead = aheadAt(clock, shown);
  const at = shown - ahead;
  return ahead === 0 || lastChange(clock, at) === lastChange(clock, shown) ? at : shown - aheadAt(clock, at);
}
