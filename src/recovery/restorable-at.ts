import type { Timeline, TimelineBackup } from "./timeline.ts";

/** Whether a moment can be restored: from which backups (the full one first) and how much WAL; or why not, and the nearest that can. */
export type Restorable =
  | {
      readonly is: "restorable";
      readonly chain: readonly TimelineBackup[];
      /** From the last backup of the chain to the moment. */
      readonly walSeconds: number;
    }
  | {
      readonly is: "not-restorable";
      readonly why: "in-the-future" | "before-the-first" | "wal-expired" | "no-backup";
      /** The nearest moments before and after that can be restored; seconds since 1970. */
      readonly before?: number;
      readonly after?: number;
    };

/**
 * Tells whether a moment can be restored at another moment, `asOf`, with the backups and the WAL that are there then (seconds since 1970).
 * Both have to be within the timeline, or what is there is not known. A backup counts from the moment at which it is scheduled to start.
 */
export function restorableAt(timeline: Timeline, moment: number, asOf: number): Restorable {
  const kept = timeline.backups.filter(({ at, expires }) => at <= asOf && (expires === undefined || expires > asOf));
  const [first] = kept;
  if (first === undefined) return { is: "not-restorable", why: "no-backup" };
  const walFrom = timeline.expiries.findLast(({ at }) => at <= asOf)?.walFrom ?? first.at;
  if (moment > asOf) return { is: "not-restorable", why: "in-the-future", before: asOf };
  const last = kept.findLast(({ at }) => at <= moment);
  if (last === undefined) return { is: "not-restorable", why: "before-the-first", after: first.at };
  if (last.at !== moment && last.at < walFrom) {
    const after = kept.find(({ at }) => at > moment);
    return { is: "not-restorable", why: "wal-expired", before: last.at, ...(after && { after: after.at }) };
  }
  return { is: "restorable", chain: chainOf(timeline, last), walSeconds: moment - last.at };
}

/** The backups that one builds on, the full one first, and itself. */
export function chainOf({ backups }: Timeline, last: TimelineBackup): readonly TimelineBackup[] {
  const chain: TimelineBackup[] = [];
  for (let each: TimelineBackup | undefined = last; each !== undefined; ) {
    chain.push(each);
    each = each.prior === undefined ? undefined : backups[each.prior];
  }
  return chain.reverse();
}
