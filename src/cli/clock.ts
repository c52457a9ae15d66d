import { readMoment } from "../restore/read-moment.ts";
import { type Flag, UsageError } from "./command.ts";

/** The flag of commands that count from now. */
export const nowFlag = {
  now: { value: "TIME", help: "count from TIME, for example 2026-03-01T12:00:00Z, instead of from now" },
} as const satisfies Readonly<Record<string, Flag>>;

/** The moment that a command counts from, in milliseconds since 1970: that of `--now`, else now. Throws `UsageError`. */
export function nowOf(flag: string | true | undefined): number {
  if (typeof flag !== "string") return Date.now();
  // What is counted from now needs another way to say when that is.
  const read = readMoment(flag, Number.NaN);
  if (read.is === "refused") throw new UsageError(`--now: ${read.problem} ${read.fix}`);
  return read.moment.seconds * 1000 + Math.floor(read.moment.micros / 1000);
}
