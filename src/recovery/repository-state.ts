import type { BackupType } from "../cpo/repository.ts";
import { archiveCount, type Retention } from "./retention.ts";

/*
 * What a repository holds after each of its backups, by the rules of pgBackRest (pgbackrest@bd22b6809:src/command/expire/expire.c). A full or differential backup
 * and the incremental ones that follow it up to the next one make a group: they expire together, or not at all.
 */

/** A repository, as the backups that were taken so far have left it. Moments are seconds since 1970. */
export interface RepositoryState {
  /** Takes a backup and lets others expire; true where something expired. The first one is full, whatever it should be. */
  readonly take: (type: BackupType, at: number) => boolean;
  readonly counts: () => Readonly<Record<BackupType, number>>;
  /** The oldest full that is kept. */
  readonly oldestFull: () => number;
  /** The moment from which on WAL is kept; -Infinity as long as none expired. */
  readonly walFrom: () => number;
  /** The oldest backup that is kept with all WAL since then. */
  readonly oldestWithWal: () => number;
  /** The longest chain of backups that the newest one is the end of. */
  readonly chain: () => number;
  /** The longest time between neighboring backups that became neighbors because those between them expired, where WAL bridges it. */
  readonly bridged: () => number;
  /** The backups so far, in order: when, of which type, on which one they build, and when they expired. */
  readonly backups: () => Iterable<TakenBackup>;
}

/** A backup that was taken. `prior` is the position of the backup that it builds on. */
export interface TakenBackup {
  readonly type: BackupType;
  readonly at: number;
  readonly prior?: number;
  readonly expired?: number;
}

/**
 * When a full one counts as older than the days to keep, where that is not certain: pgBackRest compares its end with the end of the backup
 * that lets it expire, and no manifest says how long backups take.
 */
export type Doubt =
  /** As soon as possible: an equally long backup, on the second. No other lets it expire earlier, unless it takes longer than a full one. */
  | "early"
  /** As if backups took no time. */
  | "nominal"
  /** As late as possible: a full one takes hours, or until the next backup. */
  | "late";

/** How long a full backup takes at most, for want of better knowledge, in seconds. */
const longestBackup = 6 * 3600;

/** An empty repository. Each time before something expires, `before` is told the moment, and the type of the backup that lets it expire. */
export function emptyRepository(
  retention: Retention,
  doubt: Doubt = "nominal",
  before: (now: number, type: BackupType) => void = () => {},
): RepositoryState {
  const at: number[] = [];
  const types: BackupType[] = [];
  /** Where groups begin; and of each: is it a full, how many incremental ones follow, when did it expire. */
  const groups: number[] = [];
  const isFull: boolean[] = [];
  const followers: number[] = [];
  const gone: Array<number | undefined> = [];
  /** The groups that are full; those before `oldest` are gone. */
  const fulls: number[] = [];
  let oldest = 0;
  /** Groups before it that are differential are gone. */
  let firstDiff = 0;
  const counts = { full: 0, diff: 0, incr: 0 };
  let walIndex = -1;
  let bridged = 0;
  const wanted = archiveCount(retention);
  let taking: BackupType = "full";
  let hasExpired = false;

  const willExpire = (now: number) => {
    if (!hasExpired) before(now, taking);
    hasExpired = true;
  };

  const atGroup = (group: number | undefined) => at[groups[group ?? -1] ?? -1] ?? Number.NaN;

  const remove = (group: number, now: number) => {
    if (gone[group] !== undefined) return;
    willExpire(now);
    gone[group] = now;
    counts[isFull[group] ? "full" : "diff"] -= 1;
    counts.incr -= followers[group] ?? 0;
  };

  const removeOldestFull = (now: number) => {
    const next = fulls[oldest + 1] ?? groups.length;
    for (let group = fulls[oldest] ?? 0; group < next; group += 1) remove(group, now);
    oldest += 1;
  };

  /** True where the full after the oldest one is old enough, so that the oldest one is no longer needed. */
  const isSecondOld = (now: number) => {
    const group = fulls[oldest + 1];
    if (group === undefined) return false;
    const days = (retention.full ?? 0) * 86_400;
    const second = atGroup(group);
    if (doubt === "early") return second + days <= now;
    if (doubt === "nominal") return second + days < now;
    const next = at[(groups[group] ?? 0) + 1] ?? Number.POSITIVE_INFINITY;
    return Math.min(second + longestBackup, next) + days < now;
  };

  const expireFulls = (now: number): number => {
    const before = oldest;
    if (retention.full === undefined) return 0;
    if (retention.fullType === "count") while (fulls.length - oldest > retention.full) removeOldestFull(now);
    else while (isSecondOld(now)) removeOldestFull(now);
    return oldest - before;
  };

  /** Full ones count, too: of the newest full and differential ones, those that are differential stay. Returns the last group that went. */
  const expireDiffs = (now: number): number | undefined => {
    if (retention.diff === undefined) return undefined;
    let last: number | undefined;
    for (; firstDiff < groups.length - retention.diff; firstDiff += 1) {
      if (isFull[firstDiff] || gone[firstDiff] !== undefined) continue;
      remove(firstDiff, now);
      last = firstDiff;
    }
    return last;
  };

  /** The group from which on all groups are kept; before it there may be fulls. */
  const contiguous = () => {
    const full = fulls[oldest] ?? 0;
    return retention.diff === undefined ? full : Math.max(full, groups.length - retention.diff);
  };

  /** The position of the n-th newest backup of the types that WAL retention counts; undefined where there are fewer. */
  const nthNewest = (n: number): number | undefined => {
    if (retention.archiveType === "full") {
      const place = fulls.length - n;
      return place < oldest ? undefined : groups[fulls[place] ?? -1];
    }
    const from = contiguous();
    const counted = retention.archiveType === "diff" ? groups.length - from : at.length - (groups[from] ?? 0);
    if (n <= counted) return retention.archiveType === "diff" ? groups[groups.length - n] : at.length - n;
    let missing = n - counted;
    for (let place = fulls.length - 1; place >= oldest; place -= 1) {
      const group = fulls[place] ?? 0;
      if (group >= from) continue;
      const size = retention.archiveType === "diff" ? 1 : 1 + (followers[group] ?? 0);
      if (missing <= size) return (groups[group] ?? 0) + size - missing;
      missing -= size;
    }
    return undefined;
  };

  const expireWal = (now: number, fullsExpired: number) => {
    const byTime = retention.archiveType === "full" && wanted === undefined && fullsExpired > 0;
    const index = wanted !== undefined ? nthNewest(wanted) : byTime ? groups[fulls[oldest] ?? -1] : undefined;
    if (index === undefined || index <= walIndex) return;
    willExpire(now);
    walIndex = index;
  };

  /** A differential backup went, and with it all before it in its full: the full's last follower and the next group are neighbors now. */
  const bridge = (group: number) => {
    const full = fulls.findLast((each) => each < group);
    const next = groups[group + 1];
    const before = full === undefined ? undefined : (groups[full + 1] ?? 0) - 1;
    if (full === undefined || gone[full] !== undefined || next === undefined || before === undefined) return;
    if (before < walIndex) return;
    bridged = Math.max(bridged, (at[next] ?? 0) - (at[before] ?? 0));
  };

  const oldestWithWal = () => {
    const full = groups[fulls[oldest] ?? 0] ?? 0;
    if (walIndex <= full) return full;
    let group = groups.length - 1;
    while ((groups[group] ?? 0) > walIndex) group -= 1;
    if (gone[group] === undefined) return walIndex;
    do group += 1;
    while (gone[group] !== undefined);
    return groups[group] ?? 0;
  };

  return {
    take(wish, now) {
      const type = fulls.length === 0 ? "full" : wish;
      at.push(now);
      types.push(type);
      counts[type] += 1;
      if (type === "incr") followers[groups.length - 1] = (followers[groups.length - 1] ?? 0) + 1;
      else {
        groups.push(at.length - 1);
        isFull.push(type === "full");
        followers.push(0);
        gone.push(undefined);
        if (type === "full") fulls.push(groups.length - 1);
      }
      if (!retention.expires) return false;
      [taking, hasExpired] = [type, false];
      const fullsExpired = expireFulls(now);
      // What is counted without incremental backups does not change with one.
      if (type === "incr" && fullsExpired === 0 && retention.archiveType !== "incr") return hasExpired;
      const lastDiff = expireDiffs(now);
      expireWal(now, fullsExpired);
      if (lastDiff !== undefined) bridge(lastDiff);
      return hasExpired;
    },
    counts: () => counts,
    oldestFull: () => atGroup(fulls[oldest]),
    walFrom: () => (walIndex < 0 ? Number.NEGATIVE_INFINITY : (at[walIndex] ?? 0)),
    oldestWithWal: () => at[oldestWithWal()] ?? Number.NaN,
    chain: () => (isFull.at(-1) ? 1 : 2) + (followers.at(-1) ?? 0),
    bridged: () => bridged,
    *backups() {
      let group = -1;
      let full = 0;
      for (const [index, type] of types.entries()) {
        if (type !== "incr") group += 1;
        if (type === "full") full = index;
        const expired = gone[group];
        yield {
          type,
          at: at[index] ?? 0,
          ...(type !== "full" && { prior: type === "diff" ? full : index - 1 }),
          ...(expired !== undefined && { expired }),
        };
      }
    },
  };
}
