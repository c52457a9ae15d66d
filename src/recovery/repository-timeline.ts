import { horizonOf } from "./horizon.ts";
import { emptyRepository, type TakenBackup } from "./repository-state.ts";
import type { RepositoryRules } from "./retention.ts";
import { mergedRuns, readSchedules } from "./schedule-runs.ts";
import type { Timeline, TimelineBackup } from "./timeline.ts";

const week = 7 * 86_400;
/** More backups make no picture. */
const mostBackups = 50_000;

/**
 * The backups of a repository some weeks before and after a moment (seconds since 1970), in the steady state: as if its schedules had run for
 * ever. Where nothing expires, older backups than those of the first week are left out, and the first one stands for them.
 */
export function repositoryTimeline(
  { schedules, retention }: RepositoryRules,
  now: number,
  weeksBefore: number,
  weeksAfter: number,
): Timeline {
  const [from, to] = [now - weeksBefore * week, now + weeksAfter * week];
  const usual = readSchedules(schedules, from, to);
  if (usual.length === 0) return { from, to, backups: [], expiries: [] };
  const { warmUp } = horizonOf(usual, retention);
  const read = readSchedules(schedules, from - warmUp, to);
  const runs = mergedRuns(read, from - warmUp, to);
  const expiries: Array<{ at: number; walFrom: number }> = [];
  const repository = emptyRepository(retention);
  const first = runs.at[0] ?? from;
  const tell = (at: number) => {
    const walFrom = Math.max(repository.walFrom(), first);
    if (expiries.at(-1)?.walFrom !== walFrom) expiries.push({ at, walFrom });
  };
  let isInside = false;
  for (const [index, at] of runs.at.entries()) {
    if (at >= from && !isInside) {
      isInside = true;
      if (index > 0) tell(from);
    }
    const hasExpired = repository.take(runs.types[index] ?? "full", at);
    if (at >= from && (hasExpired || expiries.length === 0)) tell(at);
  }
  return { from, to, backups: shown([...repository.backups()], from), expiries };
}

/** The backups that are there at a moment or later, and those that they build on. */
function shown(all: readonly TakenBackup[], from: number): readonly TimelineBackup[] {
  const isKept = ({ at, expired }: TakenBackup) => at >= from || expired === undefined || expired > from;
  const places = new Map<number, number>();
  const backups: TimelineBackup[] = [];
  for (const [index, backup] of all.entries()) {
    if (!isKept(backup) || backups.length >= mostBackups) continue;
    places.set(index, backups.length);
    const prior = backup.prior === undefined ? undefined : places.get(backup.prior);
    backups.push({
      type: backup.type,
      at: backup.at,
      ...(prior !== undefined && { prior }),
      ...(backup.expired !== undefined && { expires: backup.expired }),
    });
  }
  return backups;
}
