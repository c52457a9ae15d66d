import type { ScheduledJob } from "../configuration/scheduled-jobs.ts";
import { hasNoInstances } from "../cpo/instances.ts";
import type { BackupType, Repository } from "../cpo/repository.ts";
import { clockOf, parsedSchedule } from "../cpo/schedules.ts";
import { isLeftBlank, isValueFilledInLater } from "../secret/placeholder.ts";
import { quotableText } from "../text/quotable.ts";
import {
  backupOptions,
  type OptionReader,
  type RetentionDoubt,
  retentionDoubt,
  retentionOf,
} from "./effective-options.ts";
import { figuresOf } from "./figures.ts";
import { meetingsOf } from "./meeting-runs.ts";
import type { RepositoryRules } from "./retention.ts";
import type { RecoverySource } from "./source.ts";

/** A schedule of a repository. */
export interface ModelSchedule {
  readonly type: BackupType;
  /** As Kubernetes gets it; where the cluster's text is empty, the operator's schedule for logical backups. */
  readonly cron: string;
  readonly timeZone?: string;
  /** Why it never runs, as the end of a sentence; absent where it does. */
  readonly idle?: string;
  readonly isSuspended: boolean;
  /** The part that a later step fills in (Flux, envsubst), quoted: whether and when it runs is not known. Absent where that is known. */
  readonly filledInLater?: string;
}

/** What is planned with: a repository, when backups of it run, and how long they are kept. */
export interface RepositoryModel {
  readonly repository: Repository;
  readonly option: OptionReader;
  readonly schedules: readonly ModelSchedule[];
  /** The schedules that run, and the retention. */
  readonly rules: RepositoryRules;
  /** The schedules that a later step fills in, and that may run: they are not among the rules, and nothing is certain beside them. */
  readonly unknownSchedules: readonly ModelSchedule[];
  /** True where the cluster has no instances, so that no backup is taken. */
  readonly isParked: boolean;
  /** Why it is not known how long backups are kept; absent where it is. */
  readonly retentionDoubt?: RetentionDoubt;
  /** What is never backed up, or not for certain, a sentence each. */
  readonly gaps: readonly string[];
}

/** The repositories of a cluster, in the order of the manifest. */
export const repositoryModels = (source: RecoverySource): readonly RepositoryModel[] =>
  source.cluster.repositories.map((repository) => repositoryModel(source, repository));

function repositoryModel(source: RecoverySource, repository: Repository): RepositoryModel {
  const option = backupOptions(source, repository);
  const isStandby = source.cluster.resource.spec.standby !== undefined;
  const schedules = source.jobs.filter((job) => job.repository === repository).map((job) => modelSchedule(job, source));
  const isParked = hasNoInstances(source.cluster, source.settings);
  const active = isStandby ? [] : schedules.filter(({ idle }) => idle === undefined);
  const running = active.filter(({ filledInLater }) => filledInLater === undefined);
  const rules: RepositoryRules = {
    schedules: running.map(({ type, cron, timeZone }) => ({
      type,
      cron,
      ...(timeZone !== undefined && { timeZone }),
    })),
    retention: retentionOf(option, repository.number),
  };
  const doubt = retentionDoubt(source, option, repository.number);
  return {
    repository,
    option,
    schedules,
    rules,
    isParked,
    unknownSchedules: active.filter(({ filledInLater }) => filledInLater !== undefined),
    ...(doubt !== undefined && { retentionDoubt: doubt }),
    gaps: isStandby
      ? ["The cluster is a standby cluster: every backup fails until it is promoted."]
      : isParked && schedules.some(({ isSuspended }) => !isSuspended)
        ? ["No backup is taken while the cluster has no instances."]
        : [...gapsOf(repository.name, schedules), ...meetingGaps(repository.name, rules)],
  };
}

/** The same repository where a parameter of PostgreSQL stops archiving: every backup fails, whatever its schedule is. */
export const withoutArchiving = (model: RepositoryModel): RepositoryModel => ({
  ...model,
  rules: { ...model.rules, schedules: [] },
  unknownSchedules: [],
});

/** What backups that take the lock from each other leave uncertain. */
function meetingGaps(name: string, rules: RepositoryRules): readonly string[] {
  const meetings = meetingsOf(rules.schedules);
  const isFullUncertain =
    meetings.some(({ first, second }) => first === "full" || second === "full") && !isFullCertain(rules);
  return [
    ...meetings.map(
      ({ first, second }) =>
        `A ${first} and a ${second} backup of ${name} start in the same minute, and either of them fails.`,
    ),
    ...(isFullUncertain
      ? [
          `No full backup of ${name} is certain to be taken, because each starts in the minute of another backup: nothing is guaranteed.`,
        ]
      : []),
  ];
}

/** True where some full backups start in a minute of their own. */
export const isFullCertain = (rules: RepositoryRules): boolean => figuresOf(rules, "full") !== undefined;

function modelSchedule(
  { schedule, settings: job }: ScheduledJob,
  { cluster, settings }: RecoverySource,
): ModelSchedule {
  const cron = schedule.cron === "" ? settings.logicalBackupSchedule : schedule.cron;
  const zone = job.timeZone?.value;
  const isSuspended = job.suspend?.value === true;
  const later = [cron, zone].find(
    (text) => typeof text === "string" && isValueFilledInLater(text) && !isLeftBlank(text, cluster.annotations),
  );
  const parsed = parsedSchedule(cron);
  const idle =
    typeof later !== "string" && "refused" in parsed
      ? `Kubernetes refuses \`${quotableText(cron)}\``
      : typeof later !== "string" && "neverFires" in parsed && parsed.neverFires
        ? `\`${quotableText(cron)}\` has no date that any year has`
        : typeof later !== "string" && typeof zone === "string" && clockOf(zone) === undefined
          ? `\`${quotableText(zone)}\` is not a time zone`
          : isSuspended
            ? "it is suspended"
            : hasNoInstances(cluster, settings)
              ? "the cluster has no instances"
              : undefined;
  return {
    type: schedule.type,
    cron,
    ...(typeof zone === "string" && { timeZone: zone }),
    ...(idle !== undefined && { idle }),
    isSuspended,
    ...(typeof later === "string" && { filledInLater: `\`${later}\`` }),
  };
}

function gapsOf(name: string, schedules: readonly ModelSchedule[]): readonly string[] {
  if (schedules.length === 0) return [`${name} has no schedule: no backup is ever taken.`];
  const gaps = schedules.flatMap(({ type, idle, filledInLater }) =>
    idle !== undefined
      ? [`The ${type} backups of ${name} are never taken: ${idle}.`]
      : filledInLater !== undefined
        ? [`When the ${type} backups of ${name} are taken is not known: a later step fills in ${filledInLater}.`]
        : [],
  );
  const running = schedules.filter(({ idle }) => idle === undefined);
  if (running.length === 0) return gaps;
  if (running.some(({ type }) => type === "full")) return gaps;
  return [...gaps, `${name} has no full backups but the first one: all others build on it, and it never expires.`];
}
