import { rfc3339 } from "../recovery/repository-plan.ts";
import { shortDuration } from "../text/duration.ts";

/** A moment in seconds since 1970, as RFC 3339 in UTC. */
export const momentText = (moment: number): string => rfc3339(Math.floor(moment));

/** A duration as a sentence has it: to the minute from an hour on, to the hour from two days on. */
export function durationWords(seconds: number): string {
  const unit = seconds >= 2 * 86_400 ? 3600 : seconds >= 3600 ? 60 : 1;
  return shortDuration(Math.max(0, Math.floor(seconds / unit) * unit));
}

/** `1 file`, `2 files`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
