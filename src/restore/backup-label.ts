import { type Refused, refused } from "./moment.ts";

/**
 * The label of a backup: its type, and when it and the full backup that it builds on began (the same for a full one), in seconds since 1970, by
 * the clock of the pod, which is in UTC.
 */
export interface BackupLabel {
  readonly is: "label";
  readonly label: string;
  readonly type: "full" | "diff" | "incr";
  readonly at: number;
  readonly fullAt: number;
}

const full = "(\\d{4})(\\d\\d)(\\d\\d)-(\\d\\d)(\\d\\d)(\\d\\d)";
const form = new RegExp(`^${full}F(?:_${full}([DI]))?$`);

/**
 * Reads the label of a backup as `pgbackrest info` prints it: `20260131-023000F` for a full one, `20260131-023000F_20260201-023000I` for one
 * that builds on it (pgbackrest/pgbackrest@bd22b6809:src/info/infoBackup.h).
 */
export function backupLabel(given: string): BackupLabel | Refused {
  const label = given.trim();
  const match = form.exec(label);
  const fullAt = secondsOf(match?.slice(1, 7));
  const at = match?.[13] === undefined ? fullAt : secondsOf(match.slice(7, 13));
  if (match === null || fullAt === undefined || at === undefined)
    return refused(
      "This is not the label of a backup.",
      "Write it as `pgbackrest info` prints it, for example `20260131-023000F` or `20260131-023000F_20260201-023000I`.",
    );
  if (at < fullAt || (at === fullAt && match[13] !== undefined))
    return refused(
      "There is no such backup: it would be older than the full backup that it builds on.",
      "Write the label as `pgbackrest info` prints it.",
    );
  return {
    is: "label",
    label,
    type: match[13] === undefined ? "full" : match[13] === "D" ? "diff" : "incr",
    at,
    fullAt,
  };
}

/** Undefined for a date or time that does not exist. */
function secondsOf(parts: readonly string[] = []): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const exists = new Date(at).toISOString().slice(0, 19) === isoOf(parts);
  return exists ? at / 1000 : undefined;
}

const isoOf = (parts: readonly string[]) => `${parts.slice(0, 3).join("-")}T${parts.slice(3).join(":")}`;
