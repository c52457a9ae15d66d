import { newCertificate, type ProblemKind } from "./problem-kind.ts";

/**
 * Every kind of problem of a living cluster. Their order is that of the documentation. `commands.ts` puts the names of objects into the cures for
 * what is in capitals.
 */
export const problemKinds = {
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
  "repo-host-not-ready": {
    level: "critical",
    title: "The repo host does not run",
    cure: "See why with `kubectl -n NAMESPACE describe pod CLUSTER-pgbackrest-repo-host-0`: while it does not run, no WAL is archived and every backup fails.",
  },
  "volume-not-bound": {
    level: "critical",
    title: "A volume of the repo host is not bound",
    cure: "See why with `kubectl -n NAMESPACE describe pvc PVC`: most often the storage class, or no room.",
  },
  "certificate-missing": {
    level: "critical",
    title: "The repo host has no certificate",
    cure: "Stop the deployer, then `kubectl -n NAMESPACE delete statefulset CLUSTER-pgbackrest-repo-host --cascade=orphan`, with which its pod and volume stay. The operator makes both within half an hour, at its next sync.",
  },
  "certificate-ends": {
    level: "warning",
    otherwise: { level: "critical", where: "it ends within seven days" },
    title: "The certificate of the repo host ends soon",
    cure: newCertificate,
  },
  "certificate-ended": {
    level: "critical",
    title: "The certificate of the repo host is not valid any more, or not yet",
    cure: newCertificate,
  },
  "certificate-names": {
    level: "critical",
    title: "The certificate is for other names than that of the repo host",
    cure: newCertificate,
  },
  "secret-missing": {
    level: "critical",
    title: "A Secret or ConfigMap that the configuration names is not there",
    cure: "Apply it. Pods start without it, because its volume is optional, and pgBackRest then fails.",
  },
  "secret-key-missing": {
    level: "critical",
    title: "A Secret or ConfigMap lacks a key that the configuration needs",
    cure: "Add the key, or name the one that is there.",
  },
  "mistake-in-secret": {
    level: "critical",
    title: "pgBackRest refuses the Secret in the cluster, or finds no key in it",
    cure: "Correct the Secret in the cluster, or apply the one of the manifests. No value of it is shown.",
  },
  "operator-failed": {
    level: "critical",
    otherwise: {
      level: "warning",
      where: "it failed at a sync or an update, so that what was there before still works",
    },
    title: "The operator could not bring the cluster to what the resource asks for",
    cure: "Read the events with `kubectl -n NAMESPACE describe postgresql CLUSTER`, and the operator's log.",
  },
  "operator-silent": {
    level: "warning",
    title: "The operator has not taken up the resource, or is not done with it",
    cure: "See that the operator runs, and watches this namespace.",
  },
  "operator-differs": {
    level: "warning",
    title:
      "The operator in the cluster is not configured as the manifests or the functionConfig say, or is of another release",
    cure: "Apply the operator's configuration and restart it. If the cluster is right, write its settings into the manifests or the functionConfig, or take them out: then they are taken from the cluster.",
  },
  "resource-missing": {
    level: "critical",
    title: "The manifests have a cluster that is not there",
    cure: "Apply the manifests, or see that this is the right context and namespace.",
  },
  "not-in-manifests": {
    level: "warning",
    title: "Something is there that the manifests do not have",
    cure: "Remove what is not wanted, or add it to the manifests. The operator deletes CronJobs that the resource does not ask for.",
  },
  drift: {
    level: "warning",
    title: "Objects differ from the manifests",
    cure: "Apply the manifests, or write into them what was changed by hand.",
  },
  "repository-changed": {
    level: "critical",
    otherwise: { level: "warning", where: "it is the retention alone, or the resource is changed, too" },
    title: "A configuration in the cluster sends backups elsewhere, or keeps them for another time",
    cure: "See who changed the ConfigMap, and apply the manifests; the operator writes it again at its next sync. Look for backups in the other place before you remove anything.",
  },
  "mistake-in-resource": {
    level: "critical",
    otherwise: { level: "warning", where: "it is about the clone alone that the cluster was made from" },
    title: "The resource in the cluster, or its Secret, has a mistake that `check` reports as an error",
    cure: "Change what the sentence names. If the manifests have it right, apply them again; if not, mend it there first. `expand-pgbackrest check` finds such mistakes before they are applied.",
  },
  "cluster-gone": {
    level: "warning",
    title: "Objects of a cluster are left, and its resource is gone",
    cure: "If the cluster should be there, apply its postgresql again. If not, delete them: the operator did not run when the resource was deleted, and never looks at them again.",
  },
  "clocks-differ": {
    level: "unknown",
    title: "Something has happened in the future",
    cure: "Set the clocks: of this machine, of the control plane, and of the nodes. Until they agree, nothing that is said of times is certain.",
  },
  "no-cluster": {
    level: "unknown",
    title: "There is no cluster to look at",
    cure: "Name the manifests or the namespace that have it.",
  },
  forbidden: {
    level: "unknown",
    title: "It may not be read",
    cure: "Give the user of this context the permissions of `fn-config/status-rbac.yaml`.",
  },
  timeout: {
    level: "unknown",
    title: "There was no answer in time",
    cure: "Try again, or give it more time with `--timeout`.",
  },
  unreachable: {
    level: "unknown",
    title: "It could not be reached",
    cure: "See that the API server and the pod can be reached from here.",
  },
  unreadable: {
    level: "unknown",
    title: "It could not be read",
    cure: "Look at the object that the sentence names, as `--output yaml` shows it.",
  },
  "no-pod-to-ask": {
    level: "unknown",
    title: "No pod runs that pgBackRest or PostgreSQL could be asked in",
    cure: "See why with `kubectl -n NAMESPACE get pods`.",
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemId = keyof typeof problemKinds;
