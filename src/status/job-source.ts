import type { BackupType } from "../cpo/repository.ts";
import type { ExpectedJob } from "./expected.ts";
import type { StatusLimits } from "./limits.ts";
import type { Asked, InfoBackup, SeenCronJob, SeenJob, Unknown } from "./observed.ts";

/** What is known of a CronJob and its Jobs when they are judged. Moments are seconds since 1970. */
export interface JobSource {
  /** The repository's name. */
  readonly repository: string;
  readonly expected: ExpectedJob;
  readonly cronJob: Asked<SeenCronJob>;
  /** The Jobs that were made from it. */
  readonly jobs: readonly SeenJob[] | Unknown;
  /** The backups of the repository; undefined where pgBackRest was not asked, or cannot read it. */
  readonly backups: readonly InfoBackup[] | undefined;
  /** When Kubernetes last saw a Job succeed, for each type of the repository. */
  readonly succeeded: Partial<Readonly<Record<BackupType, number>>>;
  /** True while the operator may still be making the objects of a new cluster. */
  readonly isNew: boolean;
  readonly isStandby: boolean;
  /** True where the repository has no other schedule. */
  readonly isOnly: boolean;
  readonly now: number;
  readonly limits: StatusLimits;
}

/** The last success of a CronJob's Jobs, as Kubernetes says. Jobs of long ago are gone, so what the CronJob remembers counts as well. */
export function kubernetesSuccess(cronJob: Asked<SeenCronJob>, jobs: readonly SeenJob[] | Unknown): number | undefined {
  const remembered = typeof cronJob === "object" && "name" in cronJob ? cronJob.lastSuccessful : undefined;
  const completed = "unknown" in jobs ? [] : jobs.flatMap(({ completedAt }) => completedAt ?? []);
  const moments = [...completed, ...(remembered === undefined ? [] : [remembered])];
  return moments.length === 0 ? undefined : Math.max(...moments);
}
