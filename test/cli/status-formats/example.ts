import { statusReport } from "../../../src/status/status.ts";
import type { Status } from "../../../src/status/status-schema.ts";

/** A cluster in trouble, one that cannot be seen, one with a small fault and two healthy ones. docs/status.md shows it. */
export const example: Status = {
  now: "2026-11-27T12:00:00Z",
  context: "prod",
  level: "critical",
  limits: statusReport({ clusters: [], problems: [], now: 0, context: undefined }).limits,
  problems: [
    {
      id: "forbidden",
      level: "unknown",
      problem: "The API server forbids `list jobs.batch` and `list pods` in namespace `stage` to `jane`.",
      fix: "Have an administrator apply `fn-config/status-rbac.yaml` and run `kubectl -n stage create rolebinding expand-pgbackrest-status --clusterrole=expand-pgbackrest-status --user=jane`.",
    },
  ],
  clusters: [
    {
      name: "demo",
      namespace: "pg",
      level: "ok",
      phase: "Running",
      problems: [],
      repositories: [
        {
          name: "repo1",
          storage: "s3",
          location: "s3://demo-backups/pg/demo/repo1",
          level: "ok",
          jobs: [
            {
              ...{
                type: "full",
                cronJob: "pgbackrest-demo-repo1-full",
                cron: "30 2 * * 0",
                suspended: false,
                state: "ok",
              },
              ...{ lastSuccess: "2026-11-22T02:34:10Z", lastSuccessFrom: "kubernetes", ageSeconds: 465_950 },
              ...{ dueSeconds: 604_800, missedRuns: 0, next: "2026-11-29T02:30:00Z" },
            },
            {
              ...{
                type: "diff",
                cronJob: "pgbackrest-demo-repo1-diff",
                cron: "30 2 * * 1-6",
                suspended: false,
                state: "ok",
              },
              ...{ lastSuccess: "2026-11-27T02:31:05Z", lastSuccessFrom: "kubernetes", ageSeconds: 34_135 },
              ...{ dueSeconds: 86_400, missedRuns: 0, next: "2026-11-28T02:30:00Z" },
            },
          ],
          promised: { guaranteedSeconds: 1_814_400, kept: true },
        },
      ],
    },
    {
      name: "orders",
      namespace: "pg",
      level: "critical",
      phase: "Running",
      repositories: [
        {
          name: "repo1",
          storage: "pvc",
          location: "pvc:orders/repo1",
          level: "critical",
          jobs: [
            {
              ...{
                type: "full",
                cronJob: "pgbackrest-orders-repo1-full",
                cron: "30 2 * * 0",
                suspended: false,
                state: "running",
              },
              ...{ lastSuccess: "2026-11-15T02:41:40Z", lastSuccessFrom: "pgbackrest", ageSeconds: 1_070_300 },
              ...{
                dueSeconds: 604_800,
                missedRuns: 1,
                runningSince: "2026-11-27T11:48:00Z",
                next: "2026-11-29T02:30:00Z",
              },
            },
            {
              ...{
                type: "incr",
                cronJob: "pgbackrest-orders-repo1-incr",
                cron: "0 */6 * * *",
                timeZone: "Europe/Vienna",
              },
              ...{
                suspended: false,
                state: "failed",
                lastSuccess: "2026-11-26T23:02:00Z",
                lastSuccessFrom: "pgbackrest",
              },
              ...{ ageSeconds: 46_680, dueSeconds: 21_600, missedRuns: 2, lastFailure: "2026-11-27T11:01:30Z" },
              ...{ next: "2026-11-27T17:00:00Z" },
            },
          ],
          window: {
            newest: "2026-11-27T04:10:00Z",
            oldestBackup: "2026-11-08T02:40:00Z",
            oldestPointInTime: "2026-11-08T02:40:00Z",
            backups: { full: 2, diff: 0, incr: 41 },
            repositoryBytes: 13_314_398_617,
          },
          promised: { guaranteedSeconds: 1_814_400, kept: false },
        },
      ],
      repoHost: {
        ready: true,
        certificateUntil: "2026-12-02T08:00:00Z",
        certificateNames: ["orders-pgbackrest-repo-host-0.orders.pg.svc.cluster.local"],
        volumes: [{ name: "repo1-orders-pgbackrest-repo-host-0", phase: "Bound", bytes: 53_687_091_200 }],
      },
      archiving: {
        lastArchived: "2026-11-27T04:10:00Z",
        ageSeconds: 28_200,
        failing: true,
        failures: 96,
        waitingFiles: 38,
      },
      drift: [
        {
          kind: "CronJob",
          name: "pgbackrest-orders-repo1-incr",
          is: "changed",
          fields: [
            { path: "spec.schedule", wanted: "0 */4 * * *", found: "0 */6 * * *" },
            { path: "spec.timeZone", found: "Europe/Vienna" },
          ],
        },
        { kind: "ConfigMap", name: "orders-pgbackrest-repohost-config", is: "missing" },
      ],
      problems: [
        {
          id: "drift",
          level: "warning",
          problem: "2 objects are not as the manifests ask for.",
          fix: "Apply the manifests.",
        },
        {
          id: "backup-failed",
          level: "critical",
          object: "Job/pgbackrest-orders-repo1-incr-29382540",
          repository: "repo1",
          problem:
            "The incr backup of repo1 failed at 2026-11-27 11:01 UTC. The last backup ended at 2026-11-26 23:02 UTC, 12 h 58 min ago.",
          fix: "Read the last lines of its pod, mend what they name, and start it again with `kubectl -n pg create job --from=cronjob/pgbackrest-orders-repo1-incr pgbackrest-orders-repo1-incr-again`.",
          lines: [
            "P00  ERROR: [082]: WAL segment 0000000100000004000000A1 was not archived before the 60000ms timeout",
            "            HINT: check the archive_command to ensure that all options are correct",
          ],
        },
        {
          id: "certificate-ends",
          level: "critical",
          object: "Secret/orders-pgbackrest-cert",
          problem: "pgbackrest-server.crt of the repo host ends at 2026-12-02 08:00 UTC, in 4 d 20 h.",
          fix: "Delete the Secret and the StatefulSet; the operator makes both at its next sync.",
        },
      ],
    },
    {
      name: "cart",
      namespace: "stage",
      level: "unknown",
      repositories: [],
      problems: [],
    },
    {
      name: "shop",
      namespace: "pg",
      level: "warning",
      phase: "SyncFailed",
      repositories: [
        {
          name: "repo1",
          storage: "gcs",
          location: "gcs://shop-backups/repo1",
          level: "warning",
          jobs: [
            {
              ...{
                type: "full",
                cronJob: "pgbackrest-shop-repo1-full",
                cron: "0 1 * * *",
                suspended: true,
                state: "suspended",
              },
              missedRuns: 0,
            },
          ],
          promised: { guaranteedSeconds: null, kept: true },
        },
      ],
      problems: [
        {
          id: "backup-suspended",
          level: "warning",
          object: "CronJob/pgbackrest-shop-repo1-full",
          repository: "repo1",
          problem: "It is suspended, so it never runs.",
          fix: "Remove `suspend` from `jobs` of the functionConfig.",
        },
      ],
    },
    {
      name: "users-of-the-portal",
      namespace: "pg",
      level: "ok",
      phase: "Running",
      problems: [],
      repositories: [
        {
          name: "repo1",
          storage: "azure",
          location: "azure://portal/repo1",
          level: "ok",
          jobs: [
            {
              ...{
                type: "full",
                cronJob: "pgbackrest-users-of-the-portal-repo1-full",
                cron: "0 3 * * *",
                suspended: false,
              },
              ...{
                state: "ok",
                lastSuccess: "2026-11-27T03:09:00Z",
                lastSuccessFrom: "kubernetes",
                ageSeconds: 31_860,
              },
              ...{ dueSeconds: 86_400, missedRuns: 0, next: "2026-11-28T03:00:00Z" },
            },
          ],
        },
        {
          name: "repo2",
          storage: "s3",
          location: "s3://portal/repo2",
          level: "ok",
          jobs: [
            {
              ...{
                type: "full",
                cronJob: "pgbackrest-users-of-the-portal-repo2-full",
                cron: "0 4 * * 0",
                suspended: false,
              },
              ...{
                state: "ok",
                lastSuccess: "2026-11-22T04:09:00Z",
                lastSuccessFrom: "kubernetes",
                ageSeconds: 460_260,
              },
              ...{ dueSeconds: 604_800, missedRuns: 0, next: "2026-11-29T04:00:00Z" },
            },
          ],
        },
      ],
    },
  ],
};
