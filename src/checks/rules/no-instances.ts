import { hasNoInstances } from "../../cpo/instances.ts";
import type { ClusterRule } from "../rule.ts";

export const noInstances = {
  id: "no-instances",
  severity: "info",
  title: "Cluster without instances",
  why: "A backup job of an object store looks for the pod of the primary. Where there is none, it prints an error and ends as a success, so the CronJobs of a parked cluster look healthy, and there are no new backups.",
  source: "contract 2.6; CYBERTEC-pg-container: scripts/pgbackrest/backup/start.sh",
  bad: {
    postgresql: `
      spec:
        numberOfInstances: 0
    `,
  },
  good: {
    postgresql: `
      spec:
        numberOfInstances: 1
    `,
  },
  *checkCluster({ cluster, jobs, settings }) {
    if (!hasNoInstances(cluster, settings)) return;
    // The job of a volume runs on the repo host, where pgBackRest fails without a database: that is seen.
    if (!jobs.some(({ repository, settings: job }) => repository.storage !== "pvc" && job.suspend?.value !== true))
      return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "numberOfInstances"] },
      problem: "The cluster has no instances, so no backup is taken, and its CronJobs end as if there were one.",
      fix: "Raise `numberOfInstances`. Or suspend the CronJobs, or take the schedules away, as long as the cluster is parked.",
    };
  },
} as const satisfies ClusterRule;
