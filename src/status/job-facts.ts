import { type Due, dueAt } from "./due.ts";
import { type JobSource, kubernetesSuccess } from "./job-source.ts";
import { lastSuccess, type Success } from "./last-success.ts";
import type { SeenCronJob, SeenJob } from "./observed.ts";
import { isUnknown, known } from "./unknowns.ts";

/** What became of a CronJob's runs. Moments are seconds since 1970. */
export interface JobFacts {
  /** Undefined where it is missing, or not known. */
  readonly cronJob: SeenCronJob | undefined;
  readonly success: Success | undefined;
  /** The Job that runs, or whose pod waits to. */
  readonly running: SeenJob | undefined;
  /** A Job of which Kubernetes has made no pod, although it had time to. */
  readonly podless: SeenJob | undefined;
  /** The last scheduled Job, if it failed and none of the CronJob's Jobs succeeded since. */
  readonly failed: (SeenJob & { readonly failed: NonNullable<SeenJob["failed"]> }) | undefined;
  /** When a Job was last complete of which pgBackRest has no backup. */
  readonly hollow: { readonly at: number; readonly job?: SeenJob } | undefined;
  /** Undefined where its schedule never fires. */
  readonly due: Due | undefined;
  /** Runs of the schedule that brought nothing since the last success, without that of the running Job. None where the CronJob is missing: that says enough. */
  readonly missedRuns: number;
  /** True where a run that is due, or one that was started, brought nothing as good, and no running Job is to bring it. */
  readonly isOverdue: boolean;
}

/** Holds the Jobs and backups of a CronJob to its schedule. */
export function jobFacts(source: JobSource): JobFacts {
  const { backups, expected, limits, now, succeeded } = source;
  const cronJob = known(source.cronJob);
  const jobs = isUnknown(source.jobs) ? [] : source.jobs;
  const newestFirst = [...jobs].sort((left, right) => right.createdAt - left.createdAt);
  const success = lastSuccess(expected.type, backups, succeeded);
  const unfinished = newestFirst.filter((job) => job.completedAt === undefined && job.failed === undefined);
  const hasNoPod = ({ hasPod, pod }: SeenJob) => hasPod === false && pod === undefined;
  const running = unfinished.find((job) => !hasNoPod(job));
  const due = dueAt(
    cronJob ?? { ...expected, createdAt: 0 },
    Math.max(cronJob?.createdAt ?? 0, cronJob?.scheduleSince ?? 0),
    now,
    limits,
  );
  // A backup's end is by the clock of the database, which may be somewhat behind that of the control plane.
  const skew = success?.from === "pgbackrest" ? limits.clockSkewSeconds : 0;
  const reached = success === undefined ? Number.NEGATIVE_INFINITY : success.at + skew;
  const started = startedRun(source, cronJob, running);
  // Of a CronJob that is missing, or not known, only a success says from when on runs count.
  const isCounted = source.cronJob !== "missing" && (cronJob !== undefined || success !== undefined);
  const passedRuns = isCounted ? (due?.since(reached) ?? 0) : 0;
  const missedRuns = Math.max(0, passedRuns - (isRunOf(running, due, reached) ? 1 : 0));
  const isStartedInVain = started !== undefined && started > reached;
  return {
    cronJob,
    success,
    running,
    podless: unfinished.find((job) => hasNoPod(job) && now - job.createdAt >= limits.podStartSeconds),
    failed: failedJob(newestFirst, source),
    hollow: hollowJob(newestFirst, source, success),
    due,
    missedRuns: Math.max(missedRuns, isStartedInVain ? 1 : 0),
    isOverdue: missedRuns > 0 || isStartedInVain,
  };
}

/** Whether a Job is to bring what a run asks for that is due and was not reached. */
function isRunOf(running: SeenJob | undefined, due: Due | undefined, reached: number): boolean {
  if (running === undefined || running.isByHand || due?.run === undefined) return false;
  const run = due.runAt(running.createdAt);
  return run !== undefined && run > reached && run <= due.run;
}

/** The last run that was started and is not running any more, however the schedule was changed since. */
function startedRun({ limits, now }: JobSource, cronJob: SeenCronJob | undefined, running: SeenJob | undefined) {
  const started = cronJob?.lastScheduled;
  return running === undefined && started !== undefined && started + limits.startGraceSeconds <= now
    ? started
    : undefined;
}

/** A Job that somebody made by hand and that failed is known to whoever made it: it says nothing of the schedule. */
function failedJob(newestFirst: readonly SeenJob[], { backups, expected, cronJob, jobs }: JobSource) {
  const [last] = newestFirst.filter((job) => !job.isByHand && (job.completedAt ?? job.failed) !== undefined);
  if (last?.failed === undefined) return undefined;
  const own = backups?.filter(({ type }) => type === expected.type).map(({ stoppedAt }) => stoppedAt) ?? [];
  const success = Math.max(...own, kubernetesSuccess(cronJob, jobs) ?? 0);
  return success > last.failed.at ? undefined : { ...last, failed: last.failed };
}

/**
 * The image's job ends with 0 where it finds no pod to back up from (contract 2.6). Only the last complete Job is looked at: backups of earlier
 * ones may have expired by one that is as good.
 */
function hollowJob(
  newestFirst: readonly SeenJob[],
  { backups, cronJob, limits, now }: JobSource,
  success: Success | undefined,
): JobFacts["hollow"] {
  if (backups === undefined) return undefined;
  const skew = limits.clockSkewSeconds;
  const job = newestFirst.find(({ completedAt }) => completedAt !== undefined);
  const at = Math.max(job?.completedAt ?? 0, known(cronJob)?.lastSuccessful ?? 0);
  if (at === 0 || at > now - skew) return undefined;
  const isOfJob = job?.completedAt === at;
  const from = (isOfJob ? (job.startedAt ?? job.createdAt) : at) - skew;
  if (success !== undefined && success.at >= from) return undefined;
  if (backups.some(({ startedAt, stoppedAt }) => stoppedAt >= from && startedAt <= at + skew)) return undefined;
  return { at, ...(isOfJob && { job }) };
}
