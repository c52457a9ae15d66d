import type { Schedule } from "../../cpo/repository.ts";
import { parsedSchedule } from "../../cpo/schedules.ts";
import type { Place } from "../../findings/finding.ts";
import type { Cron } from "../../kubernetes/cron.ts";
import { nextTime } from "../../kubernetes/cron-times.ts";
import type { ClusterRule, RuleDiagnostic } from "../rule.ts";

export const archiveRetention = {
  id: "archive-retention",
  severity: "warning",
  otherSeverities: ["info"],
  title: "WAL that expires too late, too early, or never",
  why: "Some combinations of retention options make pgBackRest keep all WAL forever, with no more than a warning in the log.",
  source: "pgbackrest-e2e rule 43 and section 7, item 10; pgbackrest@bd22b6809:src/config/load.c#L200-L262",
  bad: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "2"
              repo1-retention-archive: "5"
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-retention-full: "5"
              repo1-retention-archive: "5"
    `,
  },
  appliesToOptions: ["repo-retention-archive", "repo-retention-archive-type"],
  *checkCluster({ cluster, configuration: { database, repoHost } }) {
    const pod = repoHost ?? database;
    for (const { number, schedules } of cluster.repositories) {
      const option = (name: string) => pod.effective(`repo-retention-${name}`, number);
      const archive = option("archive");
      const archiveType = option("archive-type");
      const type = archiveType?.value ?? "full";
      const at = archiveType ?? archive;
      if (at === undefined) continue;
      const diff = option("diff");
      const full = option("full");
      const fullType = option("full-type");
      const diagnostic = (problem: string, fix: string) => ({ at: at.place, problem, fix });
      if (type === "incr" && archive === undefined) {
        yield diagnostic(
          `repo${number} counts WAL retention in incremental backups but does not say how many to keep, so WAL never expires.`,
          `Add \`repo${number}-retention-archive\` with the number of incremental backups to keep WAL for, or remove \`repo${number}-retention-archive-type\`.`,
        );
      } else if (type === "diff" && archive === undefined && diff === undefined) {
        yield diagnostic(
          `repo${number} counts WAL retention in differential backups but does not say how many to keep, so WAL never expires.`,
          `Add \`repo${number}-retention-diff\` with the number of differential backups to keep; WAL is then kept for as many.`,
        );
      } else if (type === "diff" && archive !== undefined && diff === undefined) {
        yield diagnostic(
          `repo${number} counts WAL retention in differential backups but sets no limit on those backups themselves.`,
          `Add \`repo${number}-retention-diff\` with the number of differential backups to keep.`,
        );
      } else if (type === "diff" && Number(archive?.value) < Number(diff?.value)) {
        yield {
          ...tooFew(number, `${diff?.value} differential backups`, archive?.value, at.place),
          severity: "info",
        };
      } else if (type === "incr" && archive !== undefined) {
        const ofEachFull = backupsOfFull(schedules);
        if (ofEachFull === undefined || !(Number(archive.value) < ofEachFull)) continue;
        yield diagnostic(
          `repo${number} makes ${ofEachFull} backups from one full backup to the next but keeps WAL only from the last ${archive.value === "1" ? "one" : archive.value} on: all older backups can be restored as they are, but not to a later point in time.`,
          `Remove \`repo${number}-retention-archive\` and \`repo${number}-retention-archive-type\`: then WAL is kept for as long as the full backups.`,
        );
      } else if (type === "full" && archive !== undefined && full !== undefined) {
        const kept =
          (fullType?.value ?? "count") === "count"
            ? Number(full.value)
            : mostWithin(schedules.find(({ type: of }) => of === "full")?.cron, Number(full.value));
        if (kept === undefined) continue;
        if (Number(archive.value) < kept && (fullType?.value ?? "count") === "count")
          yield { ...tooFew(number, `${kept} full backups`, archive.value, at.place), severity: "info" };
        if (!(Number(archive.value) > kept)) continue;
        yield diagnostic(
          `repo${number} keeps WAL for ${archive.value} full backups but never has more than ${kept}, so WAL never expires.`,
          `Set \`repo${number}-retention-archive\` to at most ${kept}, or remove it.`,
        );
      }
    }
  },
} as const satisfies ClusterRule;

const tooFew = (number: number, backups: string, archive: string | undefined, at: Place): RuleDiagnostic => ({
  at,
  problem: `repo${number} keeps ${backups} but WAL for only ${archive}: the older backups can be restored as they are, but not to a later point in time.`,
  fix: `If every backup must allow point-in-time recovery, remove \`repo${number}-retention-archive\`; otherwise leave it as it is.`,
});

/** How many full backups a retention of some days keeps at most: those of the days, and the one that is just old enough. */
function mostWithin(text: string | undefined, days: number): number | undefined {
  const cron = cronOf(text);
  if (cron === undefined || !(days > 0)) return undefined;
  const count = runsBetween(cron, start, start + days * 86_400_000);
  return count === undefined ? undefined : count + 2;
}

/** How many backups there are from one full backup to the next, with the first; undefined where that cannot be told, or is very many. */
function backupsOfFull(schedules: readonly Schedule[]): number | undefined {
  const full = cronOf(schedules.find(({ type }) => type === "full")?.cron);
  const first = full && nextTime(full, start);
  const next = full && first && nextTime(full, first);
  if (first === undefined || next === undefined) return undefined;
  let count = 1;
  for (const { type, cron: text } of schedules) {
    const cron = type === "full" ? undefined : cronOf(text);
    const runs = cron === undefined ? 0 : runsBetween(cron, first, next);
    if (runs === undefined) return undefined;
    count += runs;
  }
  return count;
}

const start = Date.UTC(2026, 0, 1);

function cronOf(text = ""): Cron | undefined {
  const schedule = text === "" ? undefined : parsedSchedule(text);
  return schedule === undefined || "refused" in schedule ? undefined : schedule.cron;
}

/** How often a schedule runs after one time and before another, in milliseconds since 1970; undefined where that is very often. */
function runsBetween(cron: Cron, from: number, to: number): number | undefined {
  let count = 0;
  for (let at = nextTime(cron, from); at !== undefined && at < to; at = nextTime(cron, at)) {
    count += 1;
    if (count === 1000) return undefined;
  }
  return count;
}
