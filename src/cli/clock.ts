import { quotableText } from "../text/quotable.ts";
import { type Flag, UsageError } from "./command.ts";

/** The flag of commands that count from now. */
export const nowFlag = {
  now: {
    value: "TIME",
    onlyOnce: true,
    help: "count from TIME, for example 2026-03-01T12:00:00Z, instead of from now",
  },
} as const satisfies Readonly<Record<string, Flag>>;

const tooLate = Date.UTC(9999, 0, 1);

/** The moment that a command counts from, in milliseconds since 1970: that of `--now`, else now. Throws `UsageError`. */
export function nowOf(flag: string | true | undefined): number {
  if (typeof flag !== "string") return Date.now();
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(flag);
  const moment = isWhole ? Date.parse(flag) : Number.NaN;
  if (Number.isNaN(moment))
    throw new UsageError(
      `--now cannot be \`${quotableText(flag)}\`; write a date and time with a zone, for example \`2026-03-01T12:00:00Z\`.`,
    );
  if (moment >= tooLate)
    throw new UsageError(
      "--now cannot be after the year 9998, because the runs that follow it would have years of five digits. Write an earlier moment.",
    );
  return moment;
}
