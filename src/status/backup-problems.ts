import type { ProblemKind } from "./problem-kind.ts";

/** What can be wrong with backups, WAL and repositories. */
export const backupProblems = {
  "backup-failed": {
    level: "critical",
    otherwise: { level: "warning", where: "a backup that is as good was taken since" },
    title: "The last backup failed",
    cure: "Read the last lines of its pod, mend what they name, and start it again with `kubectl -n NAMESPACE create job --from=cronjob/CRONJOB CRONJOB-again`.",
  },
  "backup-missed": {
    level: "critical",
    title: "A run of the schedule brought no backup",
    cure: "Look at the events of the CronJob with `kubectl -n NAMESPACE describe cronjob CRONJOB`, and start a backup with `kubectl -n NAMESPACE create job --from=cronjob/CRONJOB CRONJOB-again`.",
  },
  "backup-never-ran": {
    level: "critical",
    title: "No backup has succeeded yet, although one was due",
    cure: "Look at the events of the CronJob with `kubectl -n NAMESPACE describe cronjob CRONJOB`, and start a backup with `kubectl -n NAMESPACE create job --from=cronjob/CRONJOB CRONJOB-again`.",
  },
  "complete-without-backup": {
    level: "critical",
    title: "A Job is complete, and pgBackRest has no backup of that time",
    cure: "Most often the job found no pod to back up from: see that the labels in its SELECTOR are those of a running pod, and start it again with `kubectl -n NAMESPACE create job --from=cronjob/CRONJOB CRONJOB-again`.",
  },
  "backup-not-starting": {
    level: "critical",
    title: "The pod of a backup does not start, or cannot be made",
    cure: "See why with `kubectl -n NAMESPACE get events --sort-by=.lastTimestamp`: its image, a quota, or room on the nodes.",
  },
  "backup-running-long": {
    level: "warning",
    otherwise: { level: "critical", where: "the last success is older than the schedule allows" },
    title: "A backup has been running for so long that others were skipped, or for more than a day",
    cure: "See with `kubectl -n NAMESPACE logs job/JOB` whether it gets on. If it stands still, `kubectl -n NAMESPACE delete job JOB`: the next run starts another.",
  },
  "backup-suspended": {
    level: "warning",
    otherwise: { level: "critical", where: "a run of its schedule has passed without a backup" },
    title: "A CronJob is suspended, and the manifests do not ask for it",
    cure: `Set it going with \`kubectl -n NAMESPACE patch cronjob CRONJOB --patch '{"spec":{"suspend":false}}'\`.`,
  },
  "cron-job-missing": {
    level: "critical",
    title: "A CronJob that the manifests ask for is not there",
    cure: "Apply the manifests, and see that the operator runs.",
  },
  "schedule-differs": {
    level: "warning",
    title: "A CronJob runs at other times than the manifests ask for",
    cure: "Give it the schedule of the manifests again, or write the new one into them. The operator sets the schedule at its next sync, but never the time zone.",
  },
  "no-schedule": {
    level: "warning",
    otherwise: {
      level: "critical",
      where: "a full backup, or the only kind that is asked for, has a schedule that never comes",
    },
    title: "No schedule of a repository ever runs, or one of them never does",
    cure: "Give the repository a schedule for full backups in `spec.backup.pgbackrest.repos[].schedule`, or remove it.",
  },
  "standby-cluster": {
    level: "warning",
    title: "The backups of a standby cluster fail until it is promoted",
    cure: "Remove the schedules until it is promoted, or promote it.",
  },
  "stanza-not-ok": {
    level: "critical",
    title: "pgBackRest has no stanza in the repository",
    cure: "Run `pgbackrest --stanza=db stanza-create` in the pod, and read what it prints.",
  },
  "repository-not-ok": {
    level: "critical",
    title: "pgBackRest cannot read a repository",
    cure: "Mend what the message names: most often the key, the passphrase, the address, or the name of the bucket.",
  },
  "no-backup-of-database": {
    level: "critical",
    title: "No backup holds the database that runs now",
    cure: "Start a full backup now with `kubectl -n NAMESPACE create job --from=cronjob/CRONJOB CRONJOB-again`: those that are there are of the database before the upgrade.",
  },
  "page-errors": {
    level: "critical",
    title: "A backup holds pages whose checksums are wrong",
    cure: "The files of the database are damaged. Keep older backups, find the tables with `pg_amcheck`, and fail over to a replica that is whole.",
  },
  "window-short": {
    level: "warning",
    title: "Less can be restored than the manifests promise",
    cure: "See which backups or WAL are missing with `pgbackrest info`.",
  },
  "archiving-failing": {
    level: "critical",
    otherwise: { level: "warning", where: "one WAL file waits, so that it may be a passing failure" },
    title: "WAL is not archived: the last attempt failed",
    cure: "Read the log of PostgreSQL in the primary: it has the error of `archive-push`. `pgbackrest --stanza=db check` shows it, too.",
  },
  "archiving-behind": {
    level: "warning",
    otherwise: { level: "critical", where: "100 files or more wait" },
    title: "Many WAL files wait to be archived",
    cure: "See whether the repository is slow, and let pgBackRest archive with `archive-async` and a larger `process-max`.",
  },
  "archiving-never": {
    level: "critical",
    title: "WAL waits, and none was ever archived",
    cure: "See that `archive_mode` is on and `archive_command` is that of pgBackRest, then run `pgbackrest --stanza=db check` in the primary.",
  },
  "wal-not-in-repository": {
    level: "critical",
    title: "PostgreSQL has archived WAL that a repository does not have",
    cure: "See that `archive-push-queue-max` is not exceeded, which drops WAL, and take a full backup: moments after the last WAL cannot be restored.",
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
