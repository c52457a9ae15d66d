import { type Refused, refused } from "./moment.ts";

/** What an option of a restore in place destroys; `undefined` for one that destroys nothing. */
export function harmOf(option: string, value: string): string | undefined {
  if (option === "db-include" || option === "db-exclude")
    return `\`${option}\` destroys ${option === "db-include" ? "all other databases" : "that database"} of the cluster: pgBackRest fills the files with zeros.`;
  if (option === "archive-mode" && value !== "preserve")
    return `\`archive-mode=${value === "off" || value === "none" ? value : "..."}\` outlasts the restore: pgBackRest writes it to postgresql.auto.conf, which --undo does not change, and without archiving nothing later can be restored.`;
  return undefined;
}

/** What to do instead, or afterwards. */
export const harmFix = (option: string): string =>
  option === "archive-mode"
    ? "Leave it out; if you add --force, run `ALTER SYSTEM RESET archive_mode` after the restore, and restart PostgreSQL."
    : "Restore one database beside the cluster, as its runbook says, or add --force.";

/** Why a timeline cannot be followed: PostgreSQL reads what begins with 0 as octal, and takes what is not a number for 0. */
export function timelineRefusal(value: string): Refused | undefined {
  if (/^(?:current|latest|[1-9]\d{0,9})$/.test(value)) return undefined;
  const hexadecimal = /^[0-9A-Fa-f]{8}$/.test(value) ? Number.parseInt(value, 16) : 0;
  return refused(
    "`target-timeline` takes a decimal number that does not begin with 0, `current` or `latest`.",
    hexadecimal > 0
      ? `Write \`${hexadecimal}\` if this is the beginning of a WAL file's name, which is hexadecimal${/^0*[1-9]\d*$/.test(value) && Number(value) !== hexadecimal ? `, or \`${Number(value)}\` if it is decimal` : ""}.`
      : "Write, for example, `target-timeline=1`.",
  );
}
