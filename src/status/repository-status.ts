import type { BackupType } from "../cpo/repository.ts";
import type { ExpectedCluster, ExpectedRepository } from "./expected.ts";
import { type JobSource, kubernetesSuccess } from "./job-source.ts";
import { jobStatus } from "./job-status.ts";
import { worstLevel } from "./levels.ts";
import type { StatusLimits } from "./limits.ts";
import type { ObservedCluster, SeenCronJob } from "./observed.ts";
import { problemOf } from "./problem.ts";
import { droppedWal, type JudgedInfo, judgedInfo, withoutBackup } from "./repository-info.ts";
import type { JobStatus, RepositoryStatus, StatusProblem } from "./status-schema.ts";
import { isDoubtful, isUnknown, known } from "./unknowns.ts";
import { visible } from "./visible.ts";
import { windowNow } from "./window-now.ts";
import { promiseKept } from "./window-short.ts";

/** What a repository is judged by. */
export interface RepositorySource {
  readonly cluster: ExpectedCluster;
  readonly observed: ObservedCluster;
  /** True while the operator may still be making the objects of a new cluster. */
  readonly isNew: boolean;
  readonly now: number;
  readonly limits: StatusLimits;
}

/** A repository as the report has it, and what is wrong with it. */
export interface JudgedRepository {
  readonly status: RepositoryStatus;
  readonly problems: readonly StatusProblem[];
}

/** Judges a repository: its CronJobs, what pgBackRest says of it, and what is promised of it. */
export function repositoryStatus(repository: ExpectedRepository, source: RepositorySource): JudgedRepository {
  const { cluster, now, observed } = source;
  const { info, problems: infoProblems } = infoOf(repository, source);
  const archiver = known(observed.archiver);
  const jobs = jobSources(repository, source, info?.backups).map(jobStatus);
  const window = info === undefined ? undefined : windowNow(info, repository, archiver, now);
  const promise = promiseKept(repository, window, oldestSchedule(repository, observed), now);
  // Without a stanza there is no backup of any Job.
  const hasStanza = infoProblems.every(({ id }) => id !== "stanza-not-ok");
  const problems = [
    ...jobs.flatMap((job) => job.problems).filter(({ id }) => hasStanza || id !== "complete-without-backup"),
    ...noSchedule(
      repository,
      jobs.map(({ status }) => status),
      cluster.isStandby,
    ),
    ...infoProblems,
    ...withoutBackup(repository.name, info),
    ...(cluster.archives ? droppedWal(repository.name, info, archiver) : []),
    ...promise.problems,
  ];
  const { location, name, storage } = repository;
  const isUnsure = jobs.some(({ status }) => status.state === "unknown");
  return {
    status: {
      name: visible(name),
      storage,
      location: visible(location),
      level: worstLevel([...problems.map(({ level }) => level), ...(isUnsure ? (["unknown"] as const) : [])]),
      jobs: jobs.map(({ status }) => status),
      ...(window !== undefined && { window: window.shown }),
      promised: promise.promised,
    },
    problems,
  };
}

function infoOf(repository: ExpectedRepository, { cluster, isNew, observed }: RepositorySource): JudgedInfo {
  const info = known(observed.info);
  const isMixed = new Set(cluster.repositories.map(({ storage }) => storage === "pvc")).size > 1;
  return info === undefined ? { info: undefined, problems: [] } : judgedInfo(repository, info, isNew, isMixed);
}

function jobSources(
  repository: ExpectedRepository,
  { cluster, isNew, limits, now, observed }: RepositorySource,
  backups: JobSource["backups"],
): readonly JobSource[] {
  const cronJobOf = (name: string): JobSource["cronJob"] =>
    isUnknown(observed.cronJobs)
      ? observed.cronJobs
      : (observed.cronJobs.find((cronJob) => cronJob.name === name) ?? "missing");
  const jobsOf = (name: string): JobSource["jobs"] =>
    isUnknown(observed.jobs) ? observed.jobs : observed.jobs.filter(({ cronJob }) => cronJob === name);
  const succeeded: Partial<Record<BackupType, number>> = {};
  for (const { cronJob, type } of repository.jobs) {
    const at = kubernetesSuccess(cronJobOf(cronJob), jobsOf(cronJob));
    if (at !== undefined) succeeded[type] = at;
  }
  return repository.jobs.map((expected) => ({
    repository: repository.name,
    expected,
    cronJob: cronJobOf(expected.cronJob),
    jobs: jobsOf(expected.cronJob),
    backups,
    succeeded,
    isNew,
    isStandby: cluster.isStandby,
    isOnly: repository.jobs.length === 1,
    now,
    limits,
  }));
}

/** Nothing is backed up where no schedule ever runs, on purpose or not. Where one is missing, that is said of its CronJob. */
function noSchedule(
  { name }: ExpectedRepository,
  jobs: readonly JobStatus[],
  isStandby: boolean,
): readonly StatusProblem[] {
  if (isStandby || jobs.some(({ state }) => state !== "suspended")) return [];
  const text =
    jobs.length === 0
      ? `${name} has no schedule: no backup is ever taken.`
      : `All schedules of ${name} are suspended: no backup is taken.`;
  const fix = "Set `suspend` to false again where backups are wanted, in the settings that suspend them.";
  return [problemOf("no-schedule", text, { repository: name, ...(jobs.length > 0 && { fix }) })];
}

/** Since when the present schedules of a repository are there: that of the last one that came. */
function oldestSchedule({ jobs }: ExpectedRepository, { cronJobs }: ObservedCluster): number | undefined {
  if (isUnknown(cronJobs)) return undefined;
  const seen = jobs.flatMap(({ cronJob }): readonly SeenCronJob[] => cronJobs.filter(({ name }) => name === cronJob));
  if (seen.length === 0) return undefined;
  return Math.max(...seen.map(({ createdAt, scheduleSince }) => Math.max(createdAt, scheduleSince ?? 0)));
}

/** Unknown things that keep from a judgment of repositories. */
export const repositoryDoubts = ({ archiver, cronJobs, info, jobs }: ObservedCluster) =>
  [cronJobs, jobs, info, archiver].filter(isDoubtful);
