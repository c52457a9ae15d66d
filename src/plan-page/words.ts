import { type Html, html } from "./html.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A duration in its two largest units, rounded down: `21 d`, `1 d 6 h`, `5 min`. Seconds stand only where there is less than an hour. */
export function durationWords(seconds: number): string {
  const units: ReadonlyArray<readonly [size: number, name: string]> = [
    [day, "d"],
    [hour, "h"],
    [minute, "min"],
    [1, "s"],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first === -1) return "0 s";
  let rest = seconds;
  const words = units.slice(first, first + 2).flatMap(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return words.join(" ");
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** The days of a week, as a plan numbers them. */
export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const two = (number: number) => String(number).padStart(2, "0");

/** A moment, in seconds since 1970: `Sun 8 Feb 02:30`, with the year, or without the time. All moments of a page are in UTC. */
export function momentWords(moment: number, { year = false, time = true } = {}): string {
  const date = new Date(moment * 1000);
  const words = [
    days[date.getUTCDay()],
    date.getUTCDate(),
    months[date.getUTCMonth()],
    year && date.getUTCFullYear(),
    time && `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
  ];
  return words.filter((word) => word !== false).join(" ");
}

/** A moment in seconds since 1970, as RFC 3339. */
export const rfc3339 = (moment: number): string => `${new Date(moment * 1000).toISOString().slice(0, 19)}Z`;

/** `1 backup`, `2 backups`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

/** A duration for people and for programs; `none` is what null means there. */
export const duration = (seconds: number | null, none: string): Html =>
  html`<data value="${seconds === null ? "null" : seconds}">${seconds === null ? none : durationWords(seconds)}</data>`;

/** A moment for people and for programs. */
export const momentTag = (moment: number, options?: Parameters<typeof momentWords>[1]): Html =>
  html`<time datetime="${rfc3339(moment)}">${momentWords(moment, options)}</time>`;

/** `3`, `6 to 24`, or `unlimited`, as least and most of something. */
export function range({ least, most }: { readonly least: number | null; readonly most: number | null }): Html {
  const one = (count: number | null) =>
    html`<data value="${count === null ? "null" : count}">${count === null ? "unlimited" : count}</data>`;
  return least === most ? one(least) : html`${one(least)} to ${one(most)}`;
}
