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
