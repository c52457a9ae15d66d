import { quotableText } from "../text/quotable.ts";
import { labelParts } from "./backup-label.ts";

/** What is wrong with a target; a time without a zone is only doubtful. */
export interface TargetProblem {
  readonly severity?: "warning";
  readonly problem: string;
  readonly fix: string;
}

const time =
  /^(\d{4})-(\d\d)-(\d\d) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d{1,6})?(?<zone>([+-])(\d\d)(?::?(\d\d))?)?$/;

/**
 * Judges the target of a restore, as far as that takes no clock. pgBackRest reads times itself, to find the backup by them (pgbackrest-e2e
 * rule 53), unless the backup is given with `set`, the label; the other targets are PostgreSQL's.
 */
export function targetProblem(type: string, target: string, set: string | undefined): TargetProblem | undefined {
  switch (type) {
    case "time":
      return timeProblem(target, set);
    case "xid":
      if (/^\d{1,20}$/.test(target) && BigInt(target) < 2n ** 64n) return undefined;
      return {
        problem: `\`${quotableText(target)}\` is not a transaction ID, so PostgreSQL does not start.`,
        fix: "Write the transaction ID as a decimal number.",
      };
    case "lsn":
      if (/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/i.test(target)) return undefined;
      return {
        problem: `\`${quotableText(target)}\` is not a position in the WAL, so PostgreSQL does not start.`,
        fix: "Write it as PostgreSQL does, for example `0/3000060`.",
      };
    case "name":
      // MAXFNAMELEN: postgres@REL_17_0:src/backend/access/transam/xlogrecovery.c, check_recovery_target_name
      if (new TextEncoder().encode(target).length < 64) return undefined;
      return {
        problem: "The name of the restore point is longer than 63 bytes, so PostgreSQL does not start.",
        fix: "Write the name that was given to `pg_create_restore_point`.",
      };
    default:
      return undefined;
  }
}

const writeTime = "Write a date and time such as `2026-01-31 11:59:00+00`, with a numeric time zone.";

function timeProblem(target: string, set: string | undefined): TargetProblem | undefined {
  const match = time.exec(target);
  const isFound = match !== null && isDate(match) && isZone(match) && (set !== undefined || Number(match[1]) >= 1970);
  if (!isFound) {
    if (set === undefined)
      return {
        problem: `\`${quotableText(target)}\` is not a time that pgBackRest can find a backup for.`,
        fix: writeTime,
      };
    // PostgreSQL reads many more forms, but all have digits: it refuses `yesterday` and `now` for a target.
    if (/\d/.test(target) && (match === null || isDate(match))) return undefined;
    return {
      problem: `\`${quotableText(target)}\` is not a time that PostgreSQL reads, so it does not start.`,
      fix: writeTime,
    };
  }
  if (match.groups?.zone === undefined)
    return {
      severity: "warning",
      problem: "The target time of the restore has no time zone, so the server's own decides what it means.",
      fix: `Add the time zone, for example \`${target}+00\` for UTC.`,
    };
  const label = set === undefined ? undefined : labelParts(set);
  if (typeof label !== "object" || momentOf(match) > label.at) return undefined;
  return {
    problem: `The target \`${target}\` is before the start of the backup \`${set}\`, so PostgreSQL cannot reach it and does not start.`,
    fix: "Remove `set`, so that pgBackRest takes the newest backup before the target, or set it to an older backup.",
  };
}

function isDate([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

/** True for no zone, and for those that pgBackRest takes (pgbackrest@release/2.59.1:src/common/time.c, tzPartsValid): from -12 to +14, in steps of a quarter. */
function isZone([, , , , , , sign, hours, minutes = "0"]: RegExpExecArray): boolean {
  const most = sign === "-" ? 12 : 14;
  const [hour, minute] = [Number(hours ?? 0), Number(minutes)];
  return minute < 60 && minute % 15 === 0 && (hour < most || (hour === most && minute === 0));
}

/** In seconds since 1970. */
function momentOf([, year, month, day, clock, , sign, hours, minutes = "0"]: RegExpExecArray): number {
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60;
  return Date.parse(`${year}-${month}-${day}T${clock}Z`) / 1000 - (sign === "-" ? -ahead : ahead);
}
