import { parsedSchedule } from "../cpo/schedules.ts";
import { runsBetween } from "../kubernetes/run-times.ts";
import { readSchedules } from "../recovery/schedule-runs.ts";
import type { SeenCronJob } from "./observed.ts";

const day = 86_400;

/** How far runs are looked for, step by step: most are near, and a rare one is years away. */
const allSteps = [9 * day, 70 * day, 800 * day, 45 * 366 * day];

/** More runs than these are not counted. */
const mostCounted = 10_000;

/** A schedule, as the cluster has it or the manifests ask for it. */
export type Scheduled = Pick<SeenCronJob, "cron" | "timeZone" | "lastScheduled" | "createdAt">;

/** The runs of a schedule. Moments are seconds since 1970. */
export interface Runs {
  /** The first run after a moment; undefined where there is none within a lifetime. */
  readonly after: (moment: number) => number | undefined;
  /** The last run at a moment or before it, but after another. */
  readonly last: (moment: number, after: number) => number | undefined;
  /** How many there are after one moment, up to and with another. */
  readonly count: (after: number, to: number) => number;
}

/** The runs of a schedule; undefined for one that Kubernetes refuses, or that never fires. */
export function runsOf(scheduled: Scheduled): Runs | undefined {
  const parsed = parsedSchedule(scheduled.cron);
  if ("refused" in parsed || parsed.neverFires) return undefined;
  const isFrequent = parsed.cron.kind === "every" && parsed.cron.seconds < day;
  const steps = isFrequent ? allSteps.slice(0, 2) : allSteps;
  return {
    after: (moment) => {
      for (const step of steps) {
        const [run] = runsIn(scheduled, Math.floor(moment) + 1, moment + step);
        if (run !== undefined) return run;
      }
      return undefined;
    },
    last: (moment, after) => {
      for (const step of steps) {
        const start = Math.max(after, moment - step);
        const run = runsIn(scheduled, Math.floor(start) + 1, Math.floor(moment) + 1).at(-1);
        if (run !== undefined || start === after) return run;
      }
      return undefined;
    },
    count: (after, to) => {
      let [found, until] = [0, Math.floor(to) + 1];
      for (const step of steps) {
        const start = Math.max(Math.floor(after) + 1, Math.floor(to) - step);
        found += runsIn(scheduled, start, until).length;
        if (start <= after + 1 || found >= mostCounted) break;
        until = start;
      }
      return Math.min(found, mostCounted);
    },
  };
}

/** Runs from one moment on and before another. `@every` counts from the last run, or from when the CronJob was made, as the controller does. */
function runsIn(scheduled: Scheduled, from: number, to: number): readonly number[] {
  const { createdAt, cron, lastScheduled, timeZone } = scheduled;
  const [read] = readSchedules([{ type: "full", cron, ...(timeZone !== undefined && { timeZone }) }], from, to);
  if (read === undefined || from >= to) return [];
  if (read.cron.kind === "fields") return runsBetween(read, from, to);
  const { seconds } = read.cron;
  const base = lastScheduled ?? createdAt;
  const first = base + Math.ceil((from - base) / seconds) * seconds;
  const runs: number[] = [];
  for (let run = Math.max(first, to - mostCounted * seconds); run < to; run += seconds) runs.push(run);
  return runs;
}
