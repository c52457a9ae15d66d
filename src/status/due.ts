import { type Runs, runsOf, type Scheduled } from "./due-runs.ts";
import type { StatusLimits } from "./limits.ts";

/** Even where runs are minutes apart, a Job needs a while to begin and to end. */
const leastGrace = 120;

/** What a schedule asks for at a moment. Moments are seconds since 1970. */
export interface Due {
  /** The last run that must have brought a backup by now; undefined where the first one is still to come, or only just due. */
  readonly run?: number;
  /** The next run after now. */
  readonly next?: number;
  /** The last run at a moment or before it; undefined where there is none since the schedule is in force. */
  readonly runAt: (moment: number) => number | undefined;
  /** How many runs there are after a moment, up to `run`. */
  readonly since: (moment: number) => number;
}

/**
 * What a schedule asks for at a moment, of the runs since it is in force. A run counts when its grace has passed: half the time to the next
 * run, but no longer than a limit, since the controller starts a Job within seconds.
 */
export function dueAt(
  scheduled: Scheduled,
  inForceSince: number,
  now: number,
  { startGraceSeconds }: StatusLimits,
): Due | undefined {
  const runs = runsOf(scheduled);
  if (runs === undefined) return undefined;
  const run = dueRun(runs, inForceSince, now, startGraceSeconds);
  const next = runs.after(now);
  return {
    ...(run !== undefined && { run }),
    ...(next !== undefined && { next }),
    runAt: (moment) => runs.last(moment, inForceSince),
    since: (moment) => (run === undefined ? 0 : runs.count(Math.max(moment, inForceSince), run)),
  };
}

/** As the controller does, it counts from the second after the CronJob was made. */
function dueRun(runs: Runs, since: number, now: number, longestGrace: number): number | undefined {
  const run = runs.last(now - leastGrace, since);
  if (run === undefined) return undefined;
  const gap = (runs.after(run) ?? Number.POSITIVE_INFINITY) - run;
  const grace = Math.max(leastGrace, Math.min(longestGrace, gap / 2));
  return run + grace <= now ? run : runs.last(run - 1, since);
}
