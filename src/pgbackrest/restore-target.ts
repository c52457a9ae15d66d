import { quotableText } from "../text/quotable.ts";
/** What is wrong with a target; a time without a zone is only doubtful. */
export interface TargetProblem {
  readonly severity?: "warning";
  readonly problem: string;
  readonly fix: string;
}

const time = /^(\d{4})-(\d\d)-(\d\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?<zone>[+-]\d\d(?::?\d\d)?)?$/;

/**
 * Judges the target of a restore. pgBackRest reads times itself, to find the backup by them (pgbackrest-e2e rule 53), unless the backup is
 * given with `set`; the other targets are PostgreSQL's.
 */
export function targetProblem(type: string, target: string, withSet: boolean): TargetProblem | undefined {
  switch (type) {
    case "time": {
      const match = time.exec(target);
      if (match === null || !isDate(match)) {
        if (withSet) return undefined;
        return {
          problem: `\`${quotableText(target)}\` is not a time that pgBackRest can find a backup for.`,
          fix: "Write a date and time such as `2026-01-31 11:59:00+00`, with a numeric time zone.",
        };
      }
      if (match.groups?.zone !== undefined) return undefined;
      return {
        severity: "warning",
        problem: "The target time of the restore has no time zone, so the server's own decides what it means.",
        fix: `Add the time zone, for example \`${target}+00\` for UTC.`,
      };
    }
    case "xid":
      if (/^\d+$/.test(target)) return undefined;
      return {
        problem: `\`${quotableText(target)}\` is not a transaction ID, so PostgreSQL does not start.`,
        fix: "Write the transaction ID as a decimal number.",
      };
    case "lsn":
      if (/^[0-9A-F]+\/[0-9A-F]+$/i.test(target)) return undefined;
      return {
        problem: `\`${quotableText(target)}\` is not a position in the WAL, so PostgreSQL does not start.`,
        fix: "Write it as PostgreSQL does, for example `0/3000060`.",
      };
    default:
      return undefined;
  }
}

function isDate([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}
