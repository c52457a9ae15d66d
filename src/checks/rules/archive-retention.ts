import { parsedSchedule } from "../../cpo/schedules.ts";
import { nextTime } from "../../kubernetes/cron-times.ts";
import type { ClusterRule } from "../rule.ts";

export const archiveRetention = {
  id: "archive-retention",
  severity: "warning",
  title: "WAL that expires too late, too early, or never",
  why: "Some combinations of retention options make pgBackRest keep all WAL forever, most of them without a message.",
  source: "pgbackrest-e2e rule 43 and section 7, item 10; pgbackrest@bd22b6809:src/config/load.c#L200-L262",
  bad: {
    postgresql: "spec: {backup: {pgbackrest: {global: {repo1-retention-full: '2', repo1-retention-archive: '5'}}}}",
  },
  good: {
    postgresql: "spec: {backup: {pgbackrest: {global: {repo1-retention-full: '5', repo1-retention-archive: '5'}}}}",
  },
  *checkCluster({ cluster, configuration: { database, repoHost } }) {
    const pod = repoHost ?? database;
    for (const { number, schedules } of cluster.repositories) {
      const option = (name: string) => pod.effective(`repo-retention-${name}`, number);
      const [archive, archiveType, diff, full, fullType] = ["archive", "archive-type", "diff", "full", "full-type"].map(
        option,
      );
      const type = archiveType?.value ?? "full";
      const at = archiveType ?? archive;
      if (at === undefined) continue;
      const diagnostic = (problem: string, fix: string) => ({ at: at.place, problem, fix });
      if (type === "incr" && archive === undefined) {
        yield diagnostic(
          `repo${number} counts WAL by incremental backups, but says not how many to keep, so WAL never expires.`,
          `Add \`repo${number}-retention-archive\`, or remove \`repo${number}-retention-archive-type\`.`,
        );
      } else if (type === "diff" && archive === undefined && diff === undefined) {
        yield diagnostic(
          `repo${number} counts WAL by differential backups, but says not how many to keep, so WAL never expires.`,
          `Add \`repo${number}-retention-diff\` or \`repo${number}-retention-archive\`.`,
        );
      } else if (type === "diff" && archive !== undefined && diff === undefined) {
        yield diagnostic(
          `repo${number} counts WAL by differential backups, but these are kept without limit.`,
          `Add \`repo${number}-retention-diff\`.`,
        );
      } else if (type === "full" && archive !== undefined && full !== undefined) {
        const kept =
          (fullType?.value ?? "count") === "count"
            ? Number(full.value)
            : mostWithin(schedules.find(({ type: of }) => of === "full")?.cron, Number(full.value));
        if (kept === undefined) continue;
        if (Number(archive.value) < kept && (fullType?.value ?? "count") === "count") {
          yield {
            ...diagnostic(
              `repo${number} keeps ${kept} full backups but WAL for only ${archive.value}: older ones can be restored as they are, but not to a moment after them.`,
              `Nothing, if that is meant; else remove \`repo${number}-retention-archive\`.`,
            ),
            severity: "info",
          };
        }
        if (!(Number(archive.value) > kept)) continue;
        yield diagnostic(
          `repo${number} keeps ${kept} full backups but WAL for ${archive.value}; so many are never there, and WAL never expires.`,
          `Make \`repo${number}-retention-archive\` at most ${kept}, or remove it.`,
        );
      }
    }
  },
} as const satisfies ClusterRule;

/** How many full backups a retention of some days keeps at most: those of the days, and the one that is just old enough. */
function mostWithin(cron: string | undefined, days: number): number | undefined {
  const schedule = cron === undefined || cron === "" ? undefined : parsedSchedule(cron);
  if (schedule === undefined || "refused" in schedule || !(days > 0)) return undefined;
  const start = Date.UTC(2026, 0, 1);
  let count = 0;
  for (let at = nextTime(schedule.cron, start); at !== undefined && at < start + days * 86_400_000; count += 1) {
    if (count === 1000) return undefined;
    at = nextTime(schedule.cron, at);
  }
  return count + 2;
}
