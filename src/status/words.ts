import { rfc3339 } from "../recovery/repository-plan.ts";
import { momentWords } from "../text/moment-words.ts";

/** A moment in seconds since 1970, as the report's fields have it: RFC 3339 in UTC. */
export const dateTime = (moment: number): string => rfc3339(Math.floor(moment));

/** A moment in seconds since 1970, as sentences and tables have it: `2026-11-29 02:30 UTC`. */
export const momentText = (moment: number): string => momentWords(dateTime(moment));

const units = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** A duration in its two largest units, rounded down; from ten of the largest on in that alone: `2 d 21 h`, `45 s`, `34 d`. */
export function durationWords(duration: number): string {
  const seconds = Math.max(0, Math.floor(duration));
  const at = units.findIndex(([, size]) => seconds >= size);
  const [unit, size] = units[at] ?? ["s", 1];
  const next = units[at + 1];
  const count = Math.floor(seconds / size);
  const rest = next === undefined || at < 0 ? 0 : Math.floor((seconds - count * size) / next[1]);
  return count >= 10 || rest === 0 || next === undefined ? `${count} ${unit}` : `${count} ${unit} ${rest} ${next[0]}`;
}

/** `1 file`, `2 files`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
