import type { BackupType } from "../../src/cpo/repository.ts";
import type { Retention } from "../../src/recovery/retention.ts";

/*
 * A repository as pgBackRest's expire.c describes it, written a second time and in the plainest way: a list of backups, gone through again and
 * again. It shares nothing with src/recovery, so that the two can be held against each other.
 */

export interface NaiveBackup {
  readonly type: BackupType;
  readonly at: number;
  readonly prior: NaiveBackup | undefined;
}

export interface NaiveRepository {
  backups: NaiveBackup[];
  /** WAL before this moment is gone, apart from what makes single backups consistent. */
  walFrom: number;
}

export const emptyNaive = (): NaiveRepository => ({ backups: [], walFrom: Number.NEGATIVE_INFINITY });

/** Takes a backup, and expires what the retention no longer keeps. */
export function takeNaive(repository: NaiveRepository, wish: BackupType, at: number, retention: Retention): void {
  const last = (types: readonly BackupType[]) => repository.backups.filter(({ type }) => types.includes(type)).at(-1);
  const full = last(["full"]);
  const type = full === undefined ? "full" : wish;
  const prior = type === "full" ? undefined : type === "diff" ? full : repository.backups.at(-1);
  repository.backups.push({ type, at, prior });
  if (retention.expires) expireNaive(repository, at, retention);
}

function expireNaive(repository: NaiveRepository, now: number, retention: Retention): void {
  const remove = (gone: NaiveBackup) => {
    const dependsOn = (backup: NaiveBackup | undefined): boolean =>
      backup !== undefined && (backup === gone || dependsOn(backup.prior));
    repository.backups = repository.backups.filter((backup) => !dependsOn(backup));
  };
  const ofTypes = (...types: readonly BackupType[]) => repository.backups.filter(({ type }) => types.includes(type));
  let archive = retention.archive;
  if (retention.fullType === "time") {
    if (retention.full !== undefined) {
      const oldest = now - retention.full * 86_400;
      const fulls = ofTypes("full");
      const keep = fulls.findLast((full) => full.at < oldest) ?? fulls[0];
      let expired = 0;
      while (repository.backups[0] !== undefined && repository.backups[0] !== keep) {
        remove(repository.backups[0]);
        expired += 1;
      }
      if (retention.archiveType === "full" && archive === undefined && expired > 0) archive = fulls.length - expired;
    }
  } else if (retention.full !== undefined) for (const full of ofTypes("full").slice(0, -retention.full)) remove(full);
  if (retention.diff !== undefined)
    for (const backup of ofTypes("full", "diff").slice(0, -retention.diff)) if (backup.type === "diff") remove(backup);
  if (archive === undefined) {
    if (retention.archiveType === "full" && retention.fullType === "count") archive = retention.full;
    if (retention.archiveType === "diff") archive = retention.diff;
  }
  if (archive === undefined) return;
  const counted = {
    full: () => ofTypes("full"),
    diff: () => ofTypes("full", "diff"),
    incr: () => ofTypes("full", "diff", "incr"),
  }[retention.archiveType]();
  if (counted.length < archive) return;
  repository.walFrom = Math.max(repository.walFrom, counted.at(-archive)?.at ?? Number.NEGATIVE_INFINITY);
}

/** The oldest backup with all WAL since then. */
export const oldestWithWal = ({ backups, walFrom }: NaiveRepository) => backups.find(({ at }) => at >= walFrom);

/** How many backups a restore of the newest one reads. */
export function chainLength(backup: NaiveBackup | undefined): number {
  return backup === undefined ? 0 : 1 + chainLength(backup.prior);
}
