import { distinctSettings, namesOf, placesOf } from "../job-settings.ts";
import type { ClusterRule } from "../rule.ts";

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
  *checkCluster({ cluster, jobs }) {
    for (const { name, given, jobs: suspended } of distinctSettings(jobs)) {
      if (name !== "suspend" || given.value !== true) continue;
      yield {
        ...placesOf(cluster, given),
        problem: `The ${namesOf(suspended)} ${suspended.length === 1 ? "is suspended, so it is" : "are suspended, so they are"} not taken.`,
        fix: `Set \`suspend\` to \`false\` to take them again.${given.from === "CronJob" ? " The function and the operator leave it as it is." : ""}`,
      };
    }
  },
} as const satisfies ClusterRule;
