import { runsOf } from "./due-runs.ts";
import type { ExpectedRepository } from "./expected.ts";
import { problemOf } from "./problem.ts";
import type { RepositoryStatus, StatusProblem } from "./status-schema.ts";
import type { WindowNow } from "./window-now.ts";
import { durationWords, momentText } from "./words.ts";

const day = 86_400;

/** Backups begin later than they are scheduled, and end later still: figures of plans count from the schedule. */
const slack = 3 * 3600;

/** A run that is so long ago has its backup in the repository. */
const settled = day;

/**
 * True where every full backup that was due since the oldest one is there, its WAL is whole, and the retention would keep more: then none of the
 * backups is missing that were made since the retention was raised, and time simply has not passed. That a lower retention expires the older ones
 * is not to be seen here: where the configuration in the cluster has another, that is drift, and said as that.
 */
function isFilling({ jobs, retention }: ExpectedRepository, { fulls, shown }: WindowNow, now: number): boolean {
  const [oldest] = fulls;
  const full = jobs.find(({ type }) => type === "full");
  if (oldest === undefined || full === undefined || full.isSuspended || retention?.full === undefined) return false;
  if (shown.oldestPointInTime !== shown.oldestBackup) return false;
  if (retention.fullType === "count" && fulls.length >= retention.full) return false;
  const runs = runsOf({ ...full, createdAt: 0 });
  return runs !== undefined && fulls.length - 1 >= runs.count(oldest.startedAt, now - settled);
}

/** How far back the manifests promise that any moment can be restored, and whether that is so. */
export interface Promise {
  readonly promised: NonNullable<RepositoryStatus["promised"]>;
  readonly problems: readonly StatusProblem[];
}

/**
 * Holds what can be restored to what is promised, where the repository is older than the longest window that is promised: a younger one is still
 * filling. Without a limit, nothing says how much there should be.
 * @param since When the first of its schedules came to be, in seconds since 1970; undefined where that is not known.
 */
export function promiseKept(
  repository: ExpectedRepository,
  window: WindowNow | undefined,
  since: number | undefined,
  now: number,
): Promise {
  const { longestGapSeconds, pointInTime } = repository.promised;
  const promised = pointInTime.least;
  const notKnown = { promised: { guaranteedSeconds: promised }, problems: [] };
  const { most } = pointInTime;
  if (window === undefined || promised === null || promised === 0 || repository.retention === undefined)
    return notKnown;
  const filled = most === null ? undefined : most + (longestGapSeconds ?? 0) + day;
  if (since === undefined || filled === undefined || now - since < filled) return notKnown;
  const { oldestPointInTime } = window;
  const found = oldestPointInTime === undefined ? 0 : now - oldestPointInTime;
  if (found >= promised - slack) return { promised: { guaranteedSeconds: promised, kept: true }, problems: [] };
  if (isFilling(repository, window, now))
    return { promised: { guaranteedSeconds: promised, filling: true }, problems: [] };
  const reach =
    oldestPointInTime === undefined
      ? "no moment after any backup can be restored"
      : `moments can be restored from ${momentText(oldestPointInTime)} on, ${durationWords(found)} back`;
  return {
    promised: { guaranteedSeconds: promised, kept: false },
    problems: [
      problemOf("window-short", `In ${repository.name}, ${reach}; the manifests promise ${durationWords(promised)}.`, {
        repository: repository.name,
      }),
    ],
  };
}
