import { type Moment, type Refused, refused } from "./moment.ts";

/** Seconds of what people count in. Months and years differ in length, so they are not counted. */
const units: ReadonlyArray<readonly [pattern: string, seconds: number]> = [
  ["seconds?|secs?|s", 1],
  ["minutes?|mins?|m", 60],
  ["hours?|hrs?|h", 3600],
  ["days?|d", 86_400],
  ["weeks?|w", 604_800],
];

const number = "\\d{1,9}(?:\\.\\d{1,3})?|an?|half an";
const part = (pattern: string) => new RegExp(`^(${number}) ?(?:${pattern})(?![a-z])(?:,| and|, and)? ?`, "i");
const parts = units.map(([pattern, seconds]) => [part(pattern), seconds] as const);
const compact = /^(\d+w)?(\d+d)?(\d+h)?(\d+m(?:in)?)?(\d+s)?$/i;

/**
 * Reads "90 minutes ago", "1 hour 30 minutes ago", "1h30m ago" and "-90m": so many seconds before now, in milliseconds since 1970. A day has 24
 * hours here, whatever clocks did. `undefined` for a text of another form.
 */
export function ago(text: string, now: number): Moment | Refused | undefined {
  const match = /^(?:about |~)?(.+?) (?:ago|before now|earlier)$/i.exec(text) ?? /^-(?=\d)(.+)$/.exec(text);
  const amount = match?.[1];
  if (amount === undefined) return undefined;
  if (/\d+ ?(?:months?|mon|years?|y)\b/i.test(amount) || /^(?:a|last) (?:month|year)/i.test(amount))
    return refused("Months and years differ in length.", "Write days, for example `30 days ago`, or a date.");
  const seconds = secondsOf(amount);
  if (seconds === undefined) return undefined;
  const at = Math.floor(now / 1000 - seconds);
  return at < 0 ? undefined : { seconds: at, micros: 0 };
}

function secondsOf(amount: string): number | undefined {
  const compacted = compact.exec(amount)?.slice(1);
  if (compacted !== undefined) {
    const factors = [604_800, 86_400, 3600, 60, 1];
    return compacted.reduce((sum, each, index) => sum + Number.parseInt(each ?? "0", 10) * (factors[index] ?? 0), 0);
  }
  let [rest, sum] = [amount, 0];
  while (rest !== "") {
    const found = parts
      .map(([pattern, seconds]) => [pattern.exec(rest), seconds] as const)
      .find(([match]) => match !== null);
    const [match, seconds] = found ?? [];
    if (match === undefined || match === null || seconds === undefined) return undefined;
    sum += numberOf(match[1] ?? "") * seconds;
    rest = rest.slice(match[0].length);
  }
  return sum;
}

const numberOf = (text: string) => (/^half/i.test(text) ? 0.5 : /^a/i.test(text) ? 1 : Number(text));
