import type { Timeline, TimelineBackup } from "../recovery/timeline.ts";

/* What a timeline holds as it is seen at a moment, in seconds since 1970; `restorableAt` tells what that is good for. */

/** How a backup stands at a moment: there, removed, or to come. */
export type Standing = "kept" | "expired" | "coming";

export const standingAt = ({ at, expires }: TimelineBackup, asOf: number): Standing =>
  at > asOf ? "coming" : expires !== undefined && expires <= asOf ? "expired" : "kept";

/** From where on WAL is kept without a gap; absent where no backup is kept. */
export function walFromAt({ backups, expiries }: Timeline, asOf: number): number | undefined {
  const first = backups.find((backup) => standingAt(backup, asOf) === "kept");
  return first && (expiries.findLast(({ at }) => at <= asOf)?.walFrom ?? first.at);
}

/** The oldest moment from which on every moment can be restored; absent where there is none. */
export function windowFromAt(timeline: Timeline, asOf: number): number | undefined {
  const walFrom = walFromAt(timeline, asOf);
  if (walFrom === undefined) return undefined;
  return timeline.backups.find((backup) => backup.at >= walFrom && standingAt(backup, asOf) === "kept")?.at;
}
