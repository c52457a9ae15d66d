import { type JobValue, noSettings, type ScheduledJob } from "../configuration/scheduled-jobs.ts";
import type { Cluster } from "../cpo/cluster.ts";
import { type JobSetting, jobSettingNames } from "../cpo/job-settings.ts";
import { jobsAnnotation } from "../cpo/jobs-annotation.ts";
import type { Diagnostic } from "../findings/finding.ts";
import type { ClusterContext } from "./cluster-context.ts";

/** A setting, and the jobs that have it from the same place. */
export interface DistinctSetting {
  readonly name: JobSetting;
  readonly given: JobValue;
  readonly jobs: readonly ScheduledJob[];
}

/** True where something is set for a job of a cluster, or is meant to be. */
export const haveSettings = ({ cluster, jobs }: Pick<ClusterContext, "cluster" | "jobs">): boolean =>
  cluster.annotations[jobsAnnotation] !== undefined || jobs.some(({ settings }) => settings !== noSettings);

/** What is set for the jobs of a cluster, once for each place where it is written. */
export function distinctSettings(jobs: readonly ScheduledJob[]): readonly DistinctSetting[] {
  if (jobs.every(({ settings }) => settings === noSettings)) return [];
  const found = new Map<JobValue, { name: JobSetting; given: JobValue; jobs: ScheduledJob[] }>();
  for (const name of jobSettingNames)
    for (const job of jobs) {
      const given = job.settings[name];
      if (given === undefined) continue;
      const known = found.get(given);
      if (known === undefined) found.set(given, { name, given, jobs: [job] });
      else known.jobs.push(job);
    }
  return [...found.values()];
}

/** The time zone of a job, where it has one that Kubernetes knows. Node.js knows a zone in any case; Kubernetes does not. */
export function zoneOf({ settings }: ScheduledJob, timeZones: ReadonlySet<string>): string | undefined {
  const zone = settings.timeZone?.value;
  return typeof zone === "string" && timeZones.has(zone) ? zone : undefined;
}

/** Where a finding about a setting is: at the setting; or at the cluster, where the setting holds for many. */
export const placesOf = ({ object }: Cluster, { from, place }: JobValue): Pick<Diagnostic, "at" | "also"> =>
  from === "functionConfig"
    ? { at: { in: "field", object, path: ["spec", "backup", "pgbackrest"] }, also: [place] }
    : { at: place };

/** `full backup of repo1`, `full and diff backups of repo1 and full backup of repo2`. */
export function namesOf(jobs: readonly ScheduledJob[]): string {
  const types = new Map<string, string[]>();
  for (const { repository, schedule } of jobs)
    types.set(repository.name, [...(types.get(repository.name) ?? []), schedule.type]);
  const parts = [...types].map(
    ([repository, of]) => `${listed(of)} ${of.length === 1 ? "backup" : "backups"} of ${repository}`,
  );
  return listed(parts);
}

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
