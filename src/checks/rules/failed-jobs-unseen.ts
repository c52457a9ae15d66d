import { distinctSettings, placesOf } from "../job-settings.ts";
import type { ClusterRule } from "../rule.ts";

export const failedJobsUnseen = {
  id: "failed-jobs-unseen",
  severity: "warning",
  title: "Failed backups that leave no trace",
  why: "A backup that fails is a Job that failed: that is what people and their monitoring look at. If none are kept, or only for seconds, nobody learns of it.",
  source:
    "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits; https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/; contract 4.5",
  bad: {
    functionConfig: `
      spec:
        jobs: { failedJobsHistoryLimit: 0 }
    `,
  },
  good: {
    functionConfig: `
      spec:
        jobs: { failedJobsHistoryLimit: 3, ttlSecondsAfterFinished: 86400 }
    `,
  },
  appliesTo: "job settings",
  *checkCluster({ cluster, jobs }) {
    for (const { name, given } of distinctSettings(jobs)) {
      if (name === "failedJobsHistoryLimit" && given.value === 0)
        yield {
          ...placesOf(cluster, given),
          problem: "`failedJobsHistoryLimit` is 0, so a backup that failed is removed at once, and nobody sees it.",
          fix: "Write 1 or more, or remove it: the default is 1.",
        };
      if (name === "ttlSecondsAfterFinished" && typeof given.value === "number" && given.value < shortestTrace)
        yield {
          ...placesOf(cluster, given),
          problem: `\`ttlSecondsAfterFinished\` is ${given.value}, so a backup that failed is removed ${given.value === 0 ? "at once" : `after ${given.value} seconds`}, and nobody sees it.`,
          fix: "Write the seconds for which a finished Job is kept, for example `ttlSecondsAfterFinished: 86400`; at least 60.",
        };
    }
  },
} as const satisfies ClusterRule;

/** What other operators require of this setting, too (K8SPG, PGO); monitoring asks about every 30 seconds. */
const shortestTrace = 60;
