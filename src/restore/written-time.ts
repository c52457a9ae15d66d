import { type Refused, refused } from "./moment.ts";
import { type WrittenZone, zoneOf, zoneText } from "./written-zone.ts";

/** A day as it is written: a date, in milliseconds as if it were in UTC, or one that depends on the clock. */
export type Day =
  | { readonly is: "date"; readonly ms: number; readonly text: string }
  | { readonly is: "today" }
  | { readonly is: "yesterday" };

/** A time of the day as it is written: whole seconds in milliseconds, and the microseconds after them. */
export interface TimeOfDay {
  readonly ms: number;
  readonly micros: number;
  readonly text: string;
}

/** A day, a time and its zones, as they are written. */
export interface DateAndTime {
  readonly day: Day;
  readonly time: TimeOfDay;
  readonly zones: readonly WrittenZone[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthNames =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?$/i;
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const weekdayNames = /^(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?$/i;

/** Reads a day, a time and zones in the orders in which people and programs write them; `undefined` where there is something else. */
export function dateAndTimeOf(text: string): DateAndTime | Refused | undefined {
  const found = sorted(words(text));
  if (found === undefined || "is" in found) return found;
  const day = dayOf(found);
  if (day !== undefined && day.is === "refused") return day;
  const time = timeOf(found.times, found.half);
  if (time !== undefined && "is" in time) return time;
  if (day === undefined && time === undefined) return undefined;
  if (time === undefined)
    return refused(
      "This is a day without a time.",
      "Add the time and the zone, for example `2026-01-31 11:59 Europe/Vienna`.",
    );
  if (day === undefined) {
    const [zone] = found.zones;
    const at = `${time.text} ${zone === undefined ? "UTC" : zoneText(zone)}`;
    return refused("This is a time without a day.", `Write \`today ${at}\` or \`yesterday ${at}\`, or the date.`);
  }
  return { day, time, zones: found.zones };
}

/** The words of a text, with the parts of RFC 3339 and RFC 9557 apart: `2026-01-31T11:59:00+01:00[Europe/Vienna]`. */
const words = (text: string): readonly string[] =>
  text
    .replace(/ ?\([^()]*\)$/, "")
    .replace(
      /^(\d{4})(\d\d)(\d\d)[Tt](\d\d)(\d\d)(\d\d)?(?=\D|$)/,
      (_, year, month, day, hour, minute, second = "00") =>
        [`${year}-${month}-${day} ${hour}`, minute, second].join(":"),
    )
    .replace(/^(\d{4}[-/]\d\d?[-/]\d\d?)[Tt_](?=\d)/, "$1 ")
    .replace(/(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(?=[+\-\u2212Zz[])/, "$1 ")
    .replace(/\[([^\]]*)\]/g, " $1")
    .split(/(?:, | |,$)+/)
    .filter((word) => word !== "");

interface Sorted {
  readonly dates: readonly string[];
  readonly numbers: readonly string[];
  readonly month: string | undefined;
  readonly weekday: string | undefined;
  readonly relative: "today" | "yesterday" | undefined;
  readonly times: readonly string[];
  readonly half: "am" | "pm" | undefined;
  readonly zones: readonly WrittenZone[];
}

/** Tells words of dates, times and zones apart; `undefined` where one is of no kind, or there are too many of one. */
function sorted(given: readonly string[]): Sorted | Refused | undefined {
  const dates: string[] = [];
  const numbers: string[] = [];
  const times: string[] = [];
  const zones: WrittenZone[] = [];
  let [month, weekday, relative, half]: [string?, string?, ("today" | "yesterday")?, ("am" | "pm")?] = [];
  for (const word of given) {
    const lower = word.toLowerCase();
    const joined = /^(\d{1,2}(?::\d\d){0,2})([ap])\.?m\.?$/.exec(lower);
    if (lower === "at" || lower === "on") continue;
    if (joined !== null) [times[times.length], half] = [joined[1] ?? "", joined[2] === "a" ? "am" : "pm"];
    else if (/^[ap]\.?m\.?$/.test(lower)) half = lower.startsWith("a") ? "am" : "pm";
    else if (/^\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?$/.test(word)) times.push(word);
    else if (/^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$/.test(word)) dates.push(word);
    else if (/^\d{1,2}(?:st|nd|rd|th|\.)?$|^\d{4}$/.test(lower)) numbers.push(lower.replace(/\D+$/, ""));
    else if (monthNames.test(word) && month === undefined) month = lower.slice(0, 3);
    else if (weekdayNames.test(word) && weekday === undefined) weekday = lower.slice(0, 3);
    else if ((lower === "today" || lower === "yesterday") && relative === undefined) relative = lower;
    else {
      const zone = zoneOf(word);
      if (zone === undefined || zone.is === "refused") return zone;
      zones.push(zone);
    }
  }
  if (dates.length > 1 || times.length > 1) return undefined;
  return { dates, numbers, month, weekday, relative, times, half, zones };
}

function dayOf({ dates: [date], numbers, month, weekday, relative }: Sorted): Day | Refused | undefined {
  if (relative !== undefined)
    return date === undefined && month === undefined && numbers.length === 0 ? { is: relative } : undefined;
  const parts = date !== undefined ? partsOf(date) : month !== undefined ? partsWithMonth(numbers, month) : undefined;
  if (parts === undefined) {
    if (weekday === undefined) return undefined;
    return refused("A weekday does not say which week is meant.", "Write the date, for example `2026-01-31`.");
  }
  if ("is" in parts) return parts;
  if (date !== undefined && (numbers.length > 0 || month !== undefined)) return undefined;
  const [year, monthNumber, day] = parts;
  const ms = Date.UTC(year, monthNumber - 1, day);
  const at = new Date(ms);
  const text = `${year}-${two(monthNumber)}-${two(day)}`;
  if (year < 1970 || at.getUTCMonth() + 1 !== monthNumber || at.getUTCDate() !== day)
    return refused(`There is no ${text}.`, "Write a date that exists, as year, month and day.");
  const named = weekdays[at.getUTCDay()];
  if (weekday !== undefined && weekday !== named)
    return refused(
      `${text} is not the weekday that is written with it.`,
      "Correct one of the two, or leave the weekday out.",
    );
  return { is: "date", ms, text };
}

type Parts = readonly [year: number, month: number, day: number];

/** The parts of a date in figures. Only a year in front says which of the others is the month. */
function partsOf(date: string): Parts | Refused {
  const [first = 0, second = 0, third = 0] = date.split(/[-/.]/).map(Number);
  if (/^\d{4}\D/.test(date)) return [first, second, third];
  const iso = (month: number, day: number) => `\`${third}-${two(month)}-${two(day)}\``;
  const isYear = /\D\d{4}$/.test(date);
  const readings = [
    ...(isYear && second <= 12 ? [iso(second, first)] : []),
    ...(isYear && first <= 12 && first !== second ? [iso(first, second)] : []),
  ];
  return refused(
    `\`${date}\` does not say which number is the month.`,
    readings.length === 0
      ? "Write year, month and day, for example `2026-01-31`."
      : `Write year, month and day: ${readings.join(" or ")}.`,
  );
}

function partsWithMonth(numbers: readonly string[], month: string): Parts | undefined {
  const year = numbers.find((each) => each.length === 4);
  const day = numbers.find((each) => each.length <= 2);
  if (numbers.length !== 2 || year === undefined || day === undefined) return undefined;
  return [Number(year), months.indexOf(month) + 1, Number(day)];
}

function timeOf([time]: readonly string[], half: "am" | "pm" | undefined): TimeOfDay | Refused | undefined {
  if (time === undefined) return undefined;
  const [whole = "", fraction = ""] = time.split(/[.,]/);
  const [hour = 0, minute = 0, second = 0] = whole.split(":").map(Number);
  const isTwelve = half !== undefined;
  if (hour > (isTwelve ? 12 : 23) || (isTwelve && hour === 0) || minute > 59 || second > 59)
    return refused(
      `There is no time \`${time}${half === undefined ? "" : ` ${half}`}\`.`,
      isTwelve ? "Write the time with 24 hours, for example `14:00`." : "Write a time from 00:00:00 to 23:59:59.",
    );
  const hours = isTwelve ? (hour % 12) + (half === "pm" ? 12 : 0) : hour;
  const micros = Number(fraction.padEnd(6, "0").slice(0, 6));
  const seconds = time.split(":").length > 2 ? `:${two(second)}` : "";
  const text = `${two(hours)}:${two(minute)}${seconds}${fraction === "" ? "" : `.${fraction.slice(0, 6)}`}`;
  return { ms: ((hours * 60 + minute) * 60 + second) * 1000, micros, text };
}

const two = (number: number) => String(number).padStart(2, "0");
