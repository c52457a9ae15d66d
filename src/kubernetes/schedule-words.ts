import type { Cron } from "./cron.ts";
import { daysInWords, monthNames, spans, weekdays } from "./cron-words.ts";

type Fields = Extract<Cron, { kind: "fields" }>;

/** A schedule in words: `every Sunday at 02:30 UTC`, `every 6 hours from 00:15 to 18:15 Europe/Vienna`. */
export function scheduleInWords(cron: Cron, zone = "UTC"): string {
  if (cron.kind === "every") return `every ${durationInWords(cron.seconds)}, counted from the last run`;
  const { isAllDay, words } = timesInWords(cron);
  const days = daysOf(cron);
  const isEveryDay = days === "every day";
  // At every hour of every day, no zone matters.
  if (isEveryDay && cron.hour.values.size === 24) return words;
  if (isAllDay) return isEveryDay ? `${words} ${zone}` : `${words} ${zone}, ${days}`;
  return `${days} ${words} ${zone}`;
}

/** A duration in its largest units: `1 day 6 hours`. */
export function durationInWords(seconds: number): string {
  const parts: string[] = [];
  let left = seconds;
  for (const [name, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return parts.length === 0 ? "0 seconds" : parts.join(" ");
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

function daysOf(cron: Fields): string {
  const { day, month, weekday } = cron;
  const isWeek = weekday.values.size < 7 && !weekday.star;
  const isDate = day.values.size < 31 && !day.star;
  const isEveryMonth = month.values.size === 12;
  const months = spans([...month.values], (value) => monthNames[value - 1] ?? "");
  const inMonths = isEveryMonth ? "" : months.includes(" to ") ? ` from ${months}` : ` in ${months}`;
  // Without a star in one of both, a day that matches either field counts; a full range matches every day (robfig/cron, `dayMatches`).
  const isEither = !day.star && !weekday.star;
  if (isEither && (day.values.size === 31 || weekday.values.size === 7)) return `every day${inMonths}`;
  if (isWeek && isDate) return `${daysInWords(cron)}${inMonths}`;
  if (isWeek) return `${weekInWords([...weekday.values])}${inMonths}`;
  if (!isDate) return `every day${inMonths}`;
  const dates = spans([...day.values], String);
  if (month.values.size === 1 && month.values.has(2) && dates === "29") return "on February 29 of every leap year";
  if (month.values.size === 1 && day.values.size === 1) return `every year on ${months} ${dates}`;
  return `on ${day.values.size === 1 ? "day" : "days"} ${dates} of ${isEveryMonth ? "every month" : months}`;
}

/** Weeks begin on Monday here, so that the days from Saturday to Monday are not two spans. */
function weekInWords(days: readonly number[]): string {
  const names = spans(
    days.map((day) => (day + 6) % 7),
    (day) => weekdays[(day + 1) % 7] ?? "",
  );
  return days.length > 2 && /^\w+ to \w+$/.test(names) ? `every day from ${names}` : `every ${names}`;
}

const twoDigits = (value: number) => String(value).padStart(2, "0");

interface Times {
  readonly words: string;
  /** True for words that say how often, all day long: the days then come last. */
  readonly isAllDay: boolean;
}

function timesInWords({ hour, minute }: Fields): Times {
  const { ascending: hours } = hour;
  const { ascending: minutes } = minute;
  const [firstMinute = 0] = minutes;
  const [firstHour = 0] = hours;
  const lastHour = hours.at(-1) ?? 0;
  const clock = (atHour: number, atMinute: number) => `${twoDigits(atHour)}:${twoDigits(atMinute)}`;
  if (hours.length === 24) return { words: minutesInWords(minutes), isAllDay: true };
  if (hours.length * minutes.length <= 4) {
    const times = hours.flatMap((atHour) => minutes.map((atMinute) => clock(atHour, atMinute)));
    return { words: `at ${list(times)}`, isAllDay: false };
  }
  const step = stepOf(hours);
  if (minutes.length === 1 && step !== undefined) {
    const often = step === 1 ? "every hour" : `every ${step} hours`;
    return {
      words: `${often} from ${clock(firstHour, firstMinute)} to ${clock(lastHour, firstMinute)}`,
      isAllDay: true,
    };
  }
  if (step === 1) {
    const often = minutesInWords(minutes);
    const to = clock(lastHour, minutes.at(-1) ?? 0);
    return { words: `${often} from ${clock(firstHour, firstMinute)} to ${to}`, isAllDay: true };
  }
  return { words: `${minutesInWords(minutes)} in the hours ${spans(hours, String)}`, isAllDay: true };
}

function minutesInWords(minutes: readonly number[]): string {
  const [first = 0] = minutes;
  if (minutes.length === 60) return "every minute";
  if (minutes.length === 1) return `every hour at minute ${first}`;
  const step = stepOf(minutes);
  if (step !== undefined && 60 % step === 0 && minutes.length === 60 / step)
    return `every ${step} minutes${first === 0 ? "" : ` from minute ${first} on`}`;
  return `every hour at minutes ${spans(minutes, String)}`;
}

/** The distance between all neighbors; undefined where it is not the same, or there are none. */
function stepOf(values: readonly number[]): number | undefined {
  const [first, second] = values;
  if (first === undefined || second === undefined) return first === undefined ? undefined : 1;
  const step = second - first;
  return values.every((value, index) => value === first + index * step) ? step : undefined;
}

const list = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
