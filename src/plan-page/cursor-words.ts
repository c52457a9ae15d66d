import { type Restorable, restorableAt } from "../recovery/restorable-at.ts";
import type { Timeline } from "../recovery/timeline.ts";
import { durationWords, momentWords } from "./words.ts";

/** What the cursor says about a moment. */
export interface CursorWords {
  readonly restorable: boolean;
  /** The moment: `Tue 24 Feb 2026 14:00 UTC`. */
  readonly moment: string;
  /** `restorable: full of Sun 22 Feb 02:30 + diff of Tue 24 Feb 02:30 + 11 h 30 min of WAL`, or `not restorable: ` and why. */
  readonly verdict: string;
}

/** What can be restored at a moment, as it is seen `now`; a moment that is still to come is seen from that moment itself. */
export function cursorWords(
  timeline: Timeline,
  { now, moment }: { readonly now: number; readonly moment: number },
): CursorWords {
  const found = restorableAt(timeline, moment, Math.max(now, moment));
  return {
    restorable: found.is === "restorable",
    moment: `${momentWords(moment, { year: true })} UTC`,
    verdict: `${verdictOf(found)}${moment > now ? " (if every run succeeds until then)" : ""}`,
  };
}

function verdictOf(found: Restorable): string {
  if (found.is === "restorable") {
    const backups = found.chain.map(({ type, at }) => `${type} of ${momentWords(at)}`);
    const wal = found.walSeconds === 0 ? [] : [`${durationWords(found.walSeconds)} of WAL`];
    return `restorable: ${[...backups, ...wal].join(" + ")}`;
  }
  const nearest = [
    found.before === undefined ? [] : `before it ${momentWords(found.before)}`,
    found.after === undefined ? [] : `after it ${momentWords(found.after)}`,
  ].flat();
  const can = nearest.length === 0 ? "" : `; the nearest that can be restored: ${nearest.join(", ")}`;
  return `not restorable: ${reasons[found.why]}${can}`;
}

const reasons = {
  "in-the-future": "this moment is still to come",
  "before-the-first": "no backup that is kept is as old as that",
  "wal-expired": "the WAL from the backup before it to this moment is no longer kept",
  "no-backup": "no backup is kept",
} as const satisfies Record<Extract<Restorable, { is: "not-restorable" }>["why"], string>;
