import { goDurationSeconds } from "../go/duration.ts";
import { remembered } from "../text/memo.ts";
import { quotableText } from "../text/quotable.ts";

/** One field of a schedule: the values at which it fires, and whether it was written without a restriction (`*`, `?`, a step of 1). */
export interface CronField {
  readonly values: ReadonlySet<number>;
  /** The same, the lowest first. */
  readonly ascending: readonly number[];
  readonly star: boolean;
}

/** A field that fires at these values. */
export const cronField = (values: ReadonlySet<number>, star: boolean): CronField => ({
  values,
  ascending: [...values].sort((left, right) => left - right),
  star,
});

/** A schedule as Kubernetes keeps it. `every` counts from the CronJob's last run, so it has no fixed times. */
export type Cron =
  | {
      readonly kind: "fields";
      readonly minute: CronField;
      readonly hour: CronField;
      readonly day: CronField;
      readonly month: CronField;
      readonly weekday: CronField;
    }
  | { readonly kind: "every"; readonly seconds: number };

interface Bounds {
  /** With its article. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const bounds = {
  minute: { name: "a minute", min: 0, max: 59 },
  hour: { name: "an hour", min: 0, max: 23 },
  day: { name: "a day of the month", min: 1, max: 31 },
  month: { name: "a month", min: 1, max: 12, names: months },
  weekday: { name: "a day of the week", min: 0, max: 6, names: weekdays },
} as const satisfies Record<string, Bounds>;

const descriptors: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/**
 * Reads a schedule exactly as Kubernetes does: robfig/cron v3.0.1 `ParseStandard`, and before it the API server's refusal of time zones.
 * Returns the schedule, or a sentence that says what is wrong.
 */
export function parseCron(text: string): Cron | string {
  if (text === "") return "A schedule must not be empty.";
  if (text.includes("TZ")) return "A schedule must not contain a time zone.";
  if (text.startsWith("@")) return descriptor(text);
  const usual = minuteAndOthers.exec(text);
  if (usual !== null) return ofFields(usual[1] ?? "", usual[2] ?? "");
  const fields = text.split(goSpace).filter((field) => field !== "");
  if (fields.length !== 5) return `A schedule has five fields, not ${fields.length}.`;
  return ofFields(fields[0] ?? "", fields.slice(1).join(" "));
}

/** Five fields as nearly everybody writes them, with one blank between two. */
const minuteAndOthers = /^([!-~]+) ([!-~]+ [!-~]+ [!-~]+ [!-~]+)$/;

/** A schedule of its first field and the four others. */
function ofFields(first: string, others: string): Cron | string {
  const minute = read.minute(first);
  if (typeof minute === "string") return minute;
  const rest = hoursAndDays(others);
  if (typeof rest === "string") return rest;
  const { hour, day, month, weekday } = rest;
  return { kind: "fields", minute, hour, day, month, weekday };
}

/** The four fields after the minute. A fleet's clusters are backed up at the same few hours, and only each in a minute of its own. */
const hoursAndDays = remembered((text) => {
  const fields = text.split(" ");
  const hour = read.hour(fields[0] ?? "");
  const day = read.day(fields[1] ?? "");
  const month = read.month(fields[2] ?? "");
  const weekday = read.weekday(fields[3] ?? "");
  if (typeof hour === "string") return hour;
  if (typeof day === "string") return day;
  if (typeof month === "string") return month;
  if (typeof weekday === "string") return weekday;
  return { hour, day, month, weekday };
});

/** What Go's `unicode.IsSpace` considers white space. */
const goSpace = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

function descriptor(text: string): Cron | string {
  const fields = descriptors[text];
  if (fields !== undefined) return parseCron(fields);
  const duration = /^@every (.*)$/s.exec(text)?.[1];
  if (duration === undefined)
    return `\`${quotableText(text)}\` is not one of @yearly, @monthly, @weekly, @daily, @hourly and @every.`;
  const seconds = goDurationSeconds(duration);
  if (seconds === undefined)
    return `\`${quotableText(duration)}\` is not a Go duration; hours are the longest unit, for example \`24h\`.`;
  return { kind: "every", seconds: Math.max(1, Math.trunc(seconds)) };
}

function field(text: string, limits: Bounds): CronField | string {
  const values = new Set<number>();
  let star = false;
  for (const part of text.split(",").filter((range) => range !== "")) {
    const range = readRange(part, limits);
    if (typeof range === "string") return range;
    star ||= range.star;
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
  }
  return cronField(values, star);
}

/** A fleet's schedules have few different fields. */
const reader = (limits: Bounds) => remembered((text) => field(text, limits));
const read = {
  minute: reader(bounds.minute),
  hour: reader(bounds.hour),
  day: reader(bounds.day),
  month: reader(bounds.month),
  weekday: reader(bounds.weekday),
};

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly star: boolean;
}

function readRange(part: string, limits: Bounds): Range | string {
  const { name, min, max } = limits;
  const [span = "", stepText, extraStep] = part.split("/");
  if (extraStep !== undefined) return `\`${quotableText(part)}\` has more than one slash.`;
  const [low = "", high, extraEnd] = span.split("-");
  const any = low === "*" || low === "?";
  if (!any && extraEnd !== undefined) return `\`${quotableText(part)}\` has more than one hyphen.`;
  // The parser takes `*-5` for `*`: it does not look further.
  const start = any ? min : number(low, limits);
  let end = any ? max : high === undefined ? start : number(high, limits);
  let star = any;
  let step = 1;
  if (stepText !== undefined) {
    const given = number(stepText);
    if (given === undefined) return `\`${quotableText(stepText)}\` after the slash is not a number.`;
    step = given;
    if (!any && high === undefined) end = max;
    if (step > 1) star = false;
  }
  if (start === undefined || end === undefined)
    return `\`${quotableText((start === undefined ? low : high) ?? "")}\` is not ${name}.`;
  if (start < min) return `${start} is not ${name}: the lowest is ${min}.`;
  if (end > max) return `${end} is not ${name}: the highest is ${max}${max === 6 ? ", and Sunday is 0" : ""}.`;
  if (start > end) return `\`${quotableText(span)}\` ends before it begins.`;
  if (step === 0) return `The step of \`${quotableText(part)}\` is zero.`;
  return { start, end, step, star };
}

/** A number as Go's `strconv.Atoi` reads it, without negative ones; or a name of the field, in any case. */
function number(text: string, limits?: Bounds): number | undefined {
  const named = limits?.names?.indexOf(text.toLowerCase()) ?? -1;
  if (limits !== undefined && named >= 0) return named + limits.min;
  return /^\+?\d{1,18}$/.test(text) ? Number(text) : undefined;
}

/** True on a day that the schedule fires on: with both kinds of day restricted, either will do. */
export function firesOn({ day, weekday }: Extract<Cron, { kind: "fields" }>, date: number, dayOfWeek: number): boolean {
  const [onDay, onWeekday] = [day.values.has(date), weekday.values.has(dayOfWeek)];
  return day.star || weekday.star ? onDay && onWeekday : onDay || onWeekday;
}
