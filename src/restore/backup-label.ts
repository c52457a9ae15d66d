import { type Refused, refused } from "./moment.ts";

/** The label of a backup: its type, and when it began, in seconds since 1970, by the clock of the pod, which is in UTC. */
export interface BackupLabel {
  readonly is: "label";
  readonly label: string;
  readonly type: "full" | "diff" | "incr";
  readonly at: number;
}

const full = "(\\d{4})(\\d\\d)(\\d\\d)-(\\d\\d)(\\d\\d)(\\d\\d)";
const form = new RegExp(`^(?:${full}F|\\d{8}-\\d{6}F_${full}([DI]))$`);

/**
 * Reads the label of a backup as `pgbackrest info` prints it: `20260131-023000F` for a full one, `20260131-023000F_20260201-023000I` for one
 * that builds on it (pgbackrest/pgbackrest@bd22b6809:src/info/infoBackup.h).
 */
export function backupLabel(given: string): BackupLabel | Refused {
  const label = given.trim();
  const match = form.exec(label);
  const digits = match?.slice(match[1] === undefined ? 7 : 1, match[1] === undefined ? 13 : 7).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits ?? [];
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const exists = new Date(at).toISOString().slice(0, 19) === isoOf(digits ?? []);
  if (match === null || !exists)
    return refused(
      "This is not the label of a backup.",
      "Write it as `pgbackrest info` prints it, for example `20260131-023000F` or `20260131-023000F_20260201-023000I`.",
    );
  return {
    is: "label",
    label,
    type: match[1] !== undefined ? "full" : match[13] === "D" ? "diff" : "incr",
    at: at / 1000,
  };
}

function isoOf(digits: readonly number[]): string {
  const [year = "", ...others] = digits.map((number, index) => String(number).padStart(index === 0 ? 4 : 2, "0"));
  return `${[year, ...others.slice(0, 2)].join("-")}T${others.slice(2).join(":")}`;
}
