import type { Cron } from "./cron.ts";

type Fields = Extract<Cron, { kind: "fields" }>;

export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The days on which a schedule fires that restricts both kinds of day: `on days 1 to 7 of the month and on every Sunday`. */
export function daysInWords({ day, weekday }: Fields): string {
  if (day.values.size === 31 || weekday.values.size === 7) return "every day";
  const dates = spans([...day.values], String);
  const names = spans([...weekday.values], (value) => weekdays[value] ?? "");
  return `on ${day.values.size === 1 ? "day" : "days"} ${dates} of the month and on every ${names}`;
}

/** Days of each month; February has 29 only in leap years. */
const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const monthNames = "January February March April May June July August September October November December".split(
  " ",
);

/** The months (1 to 12) in which a schedule should fire by its month field, but which do not have any of its days. */
export function monthsWithoutRun({ day, month, weekday }: Fields): readonly number[] {
  // A weekday that is given fires in every month.
  if (!weekday.star) return [];
  const first = day.ascending[0] ?? Number.POSITIVE_INFINITY;
  if (first <= 28) return [];
  return [...month.values].filter((value) => first > (daysOfMonths[value - 1] ?? 31));
}

/** `February, April, June and September`, for months from 1 to 12. */
export const monthsInWords = (months: readonly number[]) =>
  new Intl.ListFormat("en-US").format(
    months.toSorted((one, other) => one - other).map((value) => monthNames[value - 1] ?? ""),
  );

/** Numbers in order, with runs of three or more as spans: `1, 3 to 7`. */
export function spans(values: readonly number[], name: (value: number) => string): string {
  const runs: Array<{ first: number; last: number }> = [];
  for (const value of values.toSorted((left, right) => left - right)) {
    const open = runs.at(-1);
    if (open?.last === value - 1) open.last = value;
    else runs.push({ first: value, last: value });
  }
  const parts = runs.flatMap(({ first, last }) =>
    first === last
      ? [name(first)]
      : last === first + 1
        ? [name(first), name(last)]
        : [`${name(first)} to ${name(last)}`],
  );
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** How often a schedule fires on a day that it fires on. */
export const timesADay = (cron: Cron): number =>
  cron.kind === "every" ? 86_400 / cron.seconds : cron.hour.values.size * cron.minute.values.size;
