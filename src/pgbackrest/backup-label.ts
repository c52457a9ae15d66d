import { lazily } from "../text/memo.ts";

/** What a label says: the type of a backup, and when it and the full backup that it builds on began, in seconds since 1970, in UTC. */
export interface LabelParts {
  readonly type: "full" | "diff" | "incr";
  readonly at: number;
  readonly fullAt: number;
}

const full = "(\\d{4})(\\d\\d)(\\d\\d)-(\\d\\d)(\\d\\d)(\\d\\d)";
const form = lazily(() => new RegExp(`^${full}F(?:_${full}([DI]))?$`));

/**
 * Reads a label as `pgbackrest info` prints it: `20260131-023000F` for a full backup, `20260131-023000F_20260201-023000I` for one that builds
 * on it (pgbackrest/pgbackrest@bd22b6809:src/info/infoBackup.h). `no label` is the answer for what has not this form, `no order` where the
 * backup would be older than the full one that it builds on.
 */
export function labelParts(label: string): LabelParts | "no label" | "no order" {
  const match = form().exec(label);
  const fullAt = secondsOf(match?.slice(1, 7));
  const at = match?.[13] === undefined ? fullAt : secondsOf(match.slice(7, 13));
  if (match === null || fullAt === undefined || at === undefined) return "no label";
  if (at < fullAt || (at === fullAt && match[13] !== undefined)) return "no order";
  return { type: match[13] === undefined ? "full" : match[13] === "D" ? "diff" : "incr", at, fullAt };
}

/** Undefined for a date or time that does not exist. */
function secondsOf(parts: readonly string[] = []): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const exists = new Date(at).toISOString().slice(0, 19) === isoOf(parts);
  return exists ? at / 1000 : undefined;
}

const isoOf = (parts: readonly string[]) => `${parts.slice(0, 3).join("-")}T${parts.slice(3).join(":")}`;
