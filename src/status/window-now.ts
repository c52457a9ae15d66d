import { restorableAt } from "../recovery/restorable-at.ts";
import type { ExpectedRepository } from "./expected.ts";
import type { Archiver, InfoBackup, RepositoryInfo } from "./observed.ts";
import { realTimeline } from "./real-timeline.ts";
import type { RepositoryStatus } from "./status-schema.ts";
import { dateTime } from "./words.ts";

/** What can be restored now, and from where on. Moments are seconds since 1970. */
export interface WindowNow {
  readonly shown: NonNullable<RepositoryStatus["window"]>;
  readonly oldestPointInTime: number | undefined;
  /** The full backups of the database that runs now, the oldest first. */
  readonly fulls: ReadonlyArray<Pick<InfoBackup, "startedAt">>;
}

/** What can be restored from a repository as it is; undefined where no backup of the database that runs now is in it. */
export function windowNow(
  info: RepositoryInfo,
  { retention }: Pick<ExpectedRepository, "retention">,
  archiver: Archiver | undefined,
  now: number,
): WindowNow | undefined {
  const timeline = realTimeline(info, retention, now);
  const { backups } = timeline;
  const [oldest] = backups;
  const newest = backups.at(-1);
  if (oldest === undefined || newest === undefined) return undefined;
  // A second after a backup, WAL is needed beside it.
  const whole = backups.find(({ at }) => restorableAt(timeline, at + 1, Math.max(now, at + 1)).is === "restorable");
  const count = (type: "full" | "diff" | "incr") => backups.filter((backup) => backup.type === type).length;
  return {
    oldestPointInTime: whole?.at,
    fulls: info.backups
      .filter(({ isOfFormerDatabase, type }) => type === "full" && !isOfFormerDatabase)
      .sort((left, right) => left.startedAt - right.startedAt),
    shown: {
      newest: dateTime(Math.max(newest.at, archiver?.lastArchivedAt ?? 0)),
      oldestBackup: dateTime(oldest.at),
      ...(whole !== undefined && { oldestPointInTime: dateTime(whole.at) }),
      backups: { full: count("full"), diff: count("diff"), incr: count("incr") },
      // Those of a former database take their room, too.
      repositoryBytes: info.backups.reduce((sum, { repositoryBytes }) => sum + repositoryBytes, 0),
    },
  };
}
