import type { Timeline } from "../recovery/timeline.ts";

const hour = 3600;
const day = 24 * hour;
const steps: Readonly<Record<string, number>> = { ArrowLeft: -hour, ArrowRight: hour, PageDown: -day, PageUp: day };

/** Where a key moves the cursor; absent for keys that do not move it. */
export function movedBy(key: string, { from, to, backups }: Timeline, moment: number): number | undefined {
  const step = steps[key];
  if (step !== undefined) return moment + step;
  if (key === "Home") return from;
  if (key === "End") return to;
  if (key === "ArrowUp") return backups.find(({ at }) => at > moment)?.at ?? to;
  if (key === "ArrowDown") return backups.findLast(({ at }) => at < moment)?.at ?? from;
  return undefined;
}
