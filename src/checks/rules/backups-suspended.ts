import type { JobValue } from "../../configuration/scheduled-jobs.ts";
import { jobsAnnotation } from "../../cpo/jobs-annotation.ts";
import { distinctSettings, namesOf, placesOf } from "../job-settings.ts";
import type { ClusterRule } from "../rule.ts";

/** What to write, by the place of the setting. One that is only removed stays in the CronJob of the cluster. */
const whereToSet: Readonly<Record<JobValue["from"], string>> = {
  annotation: `Write \`suspend=false\` in the annotation \`${jobsAnnotation}\` of the cluster`,
  functionConfig: "Set `suspend` to `false` in the functionConfig",
  CronJob: "Set `spec.suspend` to `false` in the CronJob, where the function and the operator leave it as it is,",
};

export const backupsSuspended = {
  id: "backups-suspended",
  severity: "warning",
  title: "Backups that are suspended",
  why: "A CronJob with `suspend: true` starts no Job, and nothing else says so: the cluster looks healthy, and there are no new backups.",
  source: "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension; contract 4.5",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      metadata:
        annotations:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: suspend=true
    `,
  },
  good: {
    postgresql: `
      metadata:
        annotations:
          expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: suspend=false
    `,
  },
  appliesTo: "job settings",
  *checkCluster({ cluster, jobs }) {
    for (const { name, given, jobs: suspended } of distinctSettings(jobs)) {
      if (name !== "suspend" || given.value !== true) continue;
      yield {
        ...placesOf(cluster, given),
        problem: `The ${namesOf(suspended)} ${suspended.length === 1 ? "is suspended, so it is" : "are suspended, so they are"} not taken.`,
        fix: `${whereToSet[given.from]} to take them again.`,
      };
    }
  },
} as const satisfies ClusterRule;
