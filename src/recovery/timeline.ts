import type { BackupType } from "../cpo/repository.ts";

/** One backup of a repository, if every run of the schedules succeeds. Moments are seconds since 1970. */
export interface TimelineBackup {
  readonly type: BackupType;
  readonly at: number;
  /** The backup that it builds on, as an index of `Timeline.backups`; absent for a full one. */
  readonly prior?: number;
  /** When pgBackRest removes it; absent where that is after the end of the timeline, or never. */
  readonly expires?: number;
}

/** A repository in the steady state: its backups before and after a moment, and the WAL that is kept. Moments are seconds since 1970. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  /** In the order of their moments; the first ones may be older than `from`, where others build on them. */
  readonly backups: readonly TimelineBackup[];
  /**
   * From `at` on, WAL from `walFrom` on is kept without a gap: from there, every moment can be restored that a backup before it reaches.
   * In the order of `at`.
   */
  readonly expiries: ReadonlyArray<{ readonly at: number; readonly walFrom: number }>;
}
