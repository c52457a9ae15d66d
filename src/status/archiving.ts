import type { StatusLimits } from "./limits.ts";
import type { Archiver } from "./observed.ts";
import { problemOf } from "./problem.ts";
import type { ClusterStatus, StatusProblem } from "./status-schema.ts";
import { visible } from "./visible.ts";
import { counted, dateTime, durationWords, momentText } from "./words.ts";

/** How a cluster archives its WAL, and what is wrong with that. */
export interface JudgedArchiving {
  readonly status: NonNullable<ClusterStatus["archiving"]>;
  readonly problems: readonly StatusProblem[];
}

/**
 * Judges `pg_stat_archiver`. How long ago WAL was archived says nothing: a database that nobody writes to archives none, whatever its
 * `archive_timeout`. What counts is whether WAL waits, and whether the last attempt failed.
 */
export function judgedArchiving(archiver: Archiver, archives: boolean, limits: StatusLimits): JudgedArchiving {
  const { at, failed, lastArchivedAt, waiting } = archiver;
  const failing = isFailing(archiver);
  return {
    status: {
      ...(lastArchivedAt !== undefined && {
        lastArchived: dateTime(lastArchivedAt),
        ageSeconds: Math.max(0, Math.floor(at - lastArchivedAt)),
      }),
      failing,
      failures: failed,
      ...(waiting !== undefined && { waitingFiles: waiting }),
    },
    // Where the manifests turn archiving off, that is what is wrong: every backup fails, and says so.
    problems: archives ? archivingProblems(archiver, failing, limits) : [],
  };
}

/** What failed and does not wait any more was archived since, in the same second perhaps. */
function isFailing({ lastArchivedAt, lastFailedAt, waiting }: Archiver): boolean {
  return lastFailedAt !== undefined && waiting !== 0 && lastFailedAt > (lastArchivedAt ?? Number.NEGATIVE_INFINITY);
}

function archivingProblems(archiver: Archiver, failing: boolean, limits: StatusLimits): readonly StatusProblem[] {
  const { archived, at, lastArchivedAt, lastFailedAt, lastFailedWal, waiting } = archiver;
  const wait = waiting === undefined ? "" : `; ${counted(waiting, "WAL file waits", "WAL files wait")}`;
  if (failing && lastFailedAt !== undefined) {
    const wal = lastFailedWal === undefined ? "" : ` ${visible(lastFailedWal)}`;
    const last =
      lastArchivedAt === undefined
        ? "none was archived since the statistics began"
        : `the last that was archived was at ${momentText(lastArchivedAt)}, ${durationWords(at - lastArchivedAt)} ago`;
    return [
      problemOf(
        "archiving-failing",
        `WAL${wal} could not be archived at ${momentText(lastFailedAt)}; ${last}${wait}.`,
        {
          ...(waiting === 1 && lastArchivedAt !== undefined && { level: "warning" }),
        },
      ),
    ];
  }
  if (waiting === undefined || waiting < 2) return [];
  if (archived === 0 && lastArchivedAt === undefined)
    return [
      problemOf(
        "archiving-never",
        `${counted(waiting, "WAL file waits", "WAL files wait")}, and none was archived since the statistics began.`,
      ),
    ];
  if (waiting < limits.waitingFilesWarning) return [];
  return [
    problemOf("archiving-behind", `${counted(waiting, "WAL file waits", "WAL files wait")} to be archived.`, {
      ...(waiting >= limits.waitingFilesCritical && { level: "critical" }),
    }),
  ];
}
