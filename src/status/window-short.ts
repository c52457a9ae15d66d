import type { ExpectedRepository } from "./expected.ts";
import { problemOf } from "./problem.ts";
import type { RepositoryStatus, StatusProblem } from "./status-schema.ts";
import type { WindowNow } from "./window-now.ts";
import { durationWords, momentText } from "./words.ts";

const day = 86_400;

/** Backups begin later than they are scheduled, and end later still: figures of plans count from the schedule. */
const slack = 3 * 3600;

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
