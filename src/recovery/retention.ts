import type { BackupType } from "../cpo/repository.ts";

/** What says how long a repository keeps backups and WAL, as `expire` takes it after each backup. Absent: not set. */
export interface Retention {
  /** False where `expire-auto` is off: then nothing ever expires, for the operator schedules no `expire`. */
  readonly expires: boolean;
  /** `repo-retention-full`: fulls, or days. */
  readonly full?: number;
  readonly fullType: "count" | "time";
  /** `repo-retention-diff`. */
  readonly diff?: number;
  /** `repo-retention-archive`. */
  readonly archive?: number;
  readonly archiveType: BackupType;
}

/** Schedules that run, and the retention: all that says what a repository holds at which moment. Plain data, equal for equal repositories. */
export interface RepositoryRules {
  readonly schedules: ReadonlyArray<{
    readonly type: BackupType;
    /** A schedule that Kubernetes takes, and that fires. */
    readonly cron: string;
    /** A zone that is known; absent for UTC. */
    readonly timeZone?: string;
  }>;
  readonly retention: Retention;
}

/** How many of the backups of `archiveType` WAL is kept for; undefined where that is not set, so that WAL never expires by count. */
export function archiveCount({ archive, archiveType, diff, full, fullType }: Retention): number | undefined {
  if (archive !== undefined) return archive;
  // Defaults of pgBackRest (pgbackrest@bd22b6809:src/config/load.c, cfgLoadUpdateOption); with time, `expire` decides itself.
  if (archiveType === "full") return fullType === "count" ? full : undefined;
  return archiveType === "diff" ? diff : undefined;
}
