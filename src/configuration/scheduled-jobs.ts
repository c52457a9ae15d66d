import type { Cluster } from "../cpo/cluster.ts";
import {
  type JobSetting,
  type JobSettings,
  jobSettingNames,
  pathInCronJob,
  type settingsInCronJob,
} from "../cpo/job-settings.ts";
import { jobsAnnotation, readJobsAnnotation } from "../cpo/jobs-annotation.ts";
import { cronJobName } from "../cpo/names.ts";
import type { ScheduledBackup } from "../cpo/schedules.ts";
import type { ObjectRef, Place } from "../findings/finding.ts";

/** A CronJob that is in the input already: what it sets and the cluster does not, it keeps. */
export interface ExistingJob {
  readonly object: ObjectRef;
  readonly settings: ReturnType<typeof settingsInCronJob>;
}

/** A setting as a CronJob will have it, and where it is written. */
export interface JobValue {
  /** Of the right type where it is ours; an existing CronJob may hold anything. */
  readonly value: unknown;
  readonly from: "functionConfig" | "annotation" | "CronJob";
  readonly place: Place;
}

/** A scheduled backup, with what its CronJob says of when and how often it runs. */
export interface ScheduledJob extends ScheduledBackup {
  readonly settings: { readonly [Name in JobSetting]?: JobValue };
}

/** Nothing is set: one object, for most clusters of most fleets are like that. */
export const noSettings: ScheduledJob["settings"] = {};

/** Where settings of CronJobs come from, other than the cluster. */
export interface JobSources {
  /** Those of the functionConfig, for all clusters. */
  readonly jobs: JobSettings;
  /** Where the functionConfig has a setting. */
  readonly placeOf: (name: JobSetting) => Place;
  /** Finds a CronJob of the input; undefined where it has none. */
  readonly existing: ((name: string, namespace: string | undefined) => ExistingJob | undefined) | undefined;
}

/**
 * The CronJobs of a cluster: a setting of the cluster itself counts before one of the functionConfig, and either before what an existing
 * CronJob holds. Values that come from one place are one object, also in several CronJobs.
 */
export function scheduledJobs(
  cluster: Cluster,
  backups: readonly ScheduledBackup[],
  { jobs, placeOf, existing }: JobSources,
): readonly ScheduledJob[] {
  const given = givenSettings(cluster, jobs, placeOf);
  return backups.map(({ repository, schedule, parsed }): ScheduledJob => {
    const job = existing?.(cronJobName(cluster.name, repository.name, schedule.type), cluster.namespace);
    const kept = job === undefined ? noSettings : keptSettings(job);
    return { repository, schedule, parsed, settings: kept === noSettings ? given : { ...kept, ...given } };
  });
}

function givenSettings(
  { annotations, object }: Cluster,
  jobs: JobSettings,
  placeOf: JobSources["placeOf"],
): ScheduledJob["settings"] {
  const text = annotations[jobsAnnotation];
  if (text === undefined && Object.keys(jobs).length === 0) return noSettings;
  const own: JobSettings = text === undefined ? {} : readJobsAnnotation(text).settings;
  const at: Place = { in: "field", object, path: ["metadata", "annotations", jobsAnnotation] };
  const settings: { [Name in JobSetting]?: JobValue } = {};
  for (const name of jobSettingNames) {
    if (own[name] !== undefined) settings[name] = { value: own[name], from: "annotation", place: at };
    else if (jobs[name] !== undefined)
      settings[name] = { value: jobs[name], from: "functionConfig", place: placeOf(name) };
  }
  return settings;
}

function keptSettings(job: ExistingJob): ScheduledJob["settings"] {
  let settings: { [Name in JobSetting]?: JobValue } = noSettings;
  for (const { name, value } of job.settings) {
    const place: Place = { in: "field", object: job.object, path: pathInCronJob(name) };
    settings = { ...settings, [name]: { value, from: "CronJob", place } };
  }
  return settings;
}
