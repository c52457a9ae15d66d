import { distinctSettings, namesOf, placesOf } from "../job-settings.ts";
import type { ClusterRule } from "../rule.ts";

export const jobDeadlineShort = {
  id: "job-deadline-short",
  severity: "warning",
  title: "Deadline that keeps backups from being taken",
  why: "The CronJob controller looks every 10 seconds, so a Job that may start only within a shorter time may never start. A Job that reaches `activeDeadlineSeconds`, which counts its retries too, is ended; a backup first waits for a checkpoint, 5 minutes by default, and at its end for the archive.",
  source:
    "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline; https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup; https://pgbackrest.org/configuration.html#section-backup/option-start-fast",
  bad: {
    functionConfig: `
      spec:
        jobs: { startingDeadlineSeconds: 5, activeDeadlineSeconds: 120 }
    `,
  },
  good: {
    functionConfig: `
      spec:
        jobs: { startingDeadlineSeconds: 3600, activeDeadlineSeconds: 86400 }
    `,
  },
  appliesTo: "job settings",
  *checkCluster({ cluster, jobs }) {
    for (const { name, given, jobs: limited } of distinctSettings(jobs)) {
      const seconds = given.value;
      if (typeof seconds !== "number") continue;
      if (name === "startingDeadlineSeconds" && seconds < shortestStart)
        yield {
          ...placesOf(cluster, given),
          problem: `\`startingDeadlineSeconds\` is ${seconds}, but Kubernetes looks for Jobs to start every 10 seconds, so the ${namesOf(limited)} may never be taken.`,
          fix: "Write the seconds by which a backup may start too late, for example `startingDeadlineSeconds: 3600`; at least 10.",
        };
      if (name === "activeDeadlineSeconds" && seconds < shortestBackup)
        yield {
          ...placesOf(cluster, given),
          problem: `\`activeDeadlineSeconds\` is ${seconds}, so the ${namesOf(limited)} cannot take longer, with all retries; the wait for a checkpoint alone takes up to 5 minutes.`,
          fix: "Write more seconds than the longest backup takes with all its retries, for example `activeDeadlineSeconds: 86400`, or remove it.",
        };
    }
  },
} as const satisfies ClusterRule;

/** How often the CronJob controller looks, in seconds. */
const shortestStart = 10;

/** A checkpoint (`checkpoint_timeout`, 5 minutes), the backup itself, and the wait for its last WAL (`archive-timeout`, 1 minute). */
const shortestBackup = 600;
