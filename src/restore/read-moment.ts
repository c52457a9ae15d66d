import { quotableText } from "../text/quotable.ts";
import { visible } from "../text/visible.ts";
import { ago } from "./ago.ts";
import { aheadOfUtc } from "./local-time.ts";
import { type Moment, type Refused, refused } from "./moment.ts";
import { type DateAndTime, type Day, dateAndTimeOf } from "./written-time.ts";
import { aheadThen } from "./written-zone.ts";

/** A text that was read as a moment, or why it was not. */
export type Reading = { readonly is: "moment"; readonly moment: Moment } | Refused;

/** What people may write, for those who wrote something else. */
export const momentForms =
  "Write, for example, `2026-01-31T11:59:00Z`, `2026-01-31 11:59 Europe/Vienna`, `yesterday 14:00 UTC`, `90 minutes ago`, or seconds since 1970.";

const longest = 100;

/**
 * Reads a moment as people type and paste it: RFC 3339, a date and time with a zone, the forms of `date`, mail, logs of PostgreSQL and
 * Kubernetes, "90 minutes ago", "yesterday 14:00 UTC", seconds since 1970. What can mean two moments is refused, with both. `now` is in
 * milliseconds since 1970.
 */
export function readMoment(given: string, now: number): Reading {
  const text = given.replace(/[\s\u00a0\u2007\u202f]+/g, " ").trim();
  const notRead = () =>
    refused(`\`${visible(quotableText(text.slice(0, longest)))}\` is not a time that can be read.`, momentForms);
  if (text === "" || text.length > longest) return notRead();
  const counted = sinceEpoch(text) ?? ago(text, now);
  if (counted !== undefined) return "is" in counted ? counted : { is: "moment", moment: counted };
  const written = dateAndTimeOf(text);
  if (written === undefined) return notRead();
  return "is" in written ? written : momentOf(written, now);
}

/** `@1769860740`, `1769860740.25`, or as JavaScript and Java print it, in milliseconds or microseconds. */
function sinceEpoch(text: string): Moment | Refused | undefined {
  const match = /^(@?)(\d+)(?:[.,](\d{1,9}))?$/.exec(text);
  if (match === null) return undefined;
  const [, mark = "", digits = "", fraction = ""] = match;
  const micros = Number(fraction.padEnd(6, "0").slice(0, 6));
  if ((mark === "@" && digits.length <= 11) || digits.length === 10) return { seconds: Number(digits), micros };
  if (fraction === "" && digits.length === 13)
    return { seconds: Number(digits.slice(0, 10)), micros: Number(digits.slice(10)) * 1000 };
  if (fraction === "" && digits.length === 16)
    return { seconds: Number(digits.slice(0, 10)), micros: Number(digits.slice(10)) };
  return undefined;
}

function momentOf({ day, time, zones }: DateAndTime, now: number): Reading {
  const [zone] = zones;
  if (zone === undefined) {
    const date = day.is === "date" ? day.text : day.is;
    return refused(
      `\`${date} ${time.text}\` has no time zone, and a restore to the wrong hour loses data.`,
      `Write \`${date} ${time.text} UTC\`, or the zone whose clock showed it, for example \`${date} ${time.text} Europe/Vienna\`.`,
    );
  }
  const date = dateOf(day, now, (at) => (zone.is === "name" ? (aheadOfUtc(zone.name, at) ?? 0) : zone.offset));
  const shown = date + time.ms;
  const dateText = new Date(date).toISOString().slice(0, 10);
  const ahead = aheadThen(shown, { date: dateText, time: time.text }, zones);
  if (typeof ahead !== "number") return ahead;
  return { is: "moment", moment: { seconds: (shown - ahead) / 1000, micros: time.micros } };
}

const dayMs = 86_400_000;

/** The first moment of a day as if it were in UTC, in milliseconds; today is the day that the zone's clock shows now. */
function dateOf(day: Day, now: number, ahead: (at: number) => number): number {
  if (day.is === "date") return day.ms;
  const shown = now + ahead(now);
  return Math.floor(shown / dayMs) * dayMs - (day.is === "yesterday" ? dayMs : 0);
}
