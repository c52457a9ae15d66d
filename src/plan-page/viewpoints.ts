import type { Timeline } from "../recovery/timeline.ts";

/** A moment from which a timeline can be looked at. */
export interface Viewpoint {
  readonly name: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/**
 * Now, and the two moments where the window is longest and shortest: just before and just after the next full backup expires. Without an
 * expiry in the timeline there is only now.
 */
export function viewpoints({ backups, from, to }: Timeline, now: number): readonly Viewpoint[] {
  const next = backups
    .flatMap(({ type, expires }) => (type === "full" && expires !== undefined && expires > now ? [expires] : []))
    .sort((left, right) => left - right)[0];
  const here = [{ name: "now", at: Math.min(to, Math.max(from, now)) }];
  if (next === undefined || next > to) return here;
  return [...here, { name: "just before the next expiry", at: next - 1 }, { name: "just after it", at: next }];
}
