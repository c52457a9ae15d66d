import { newCertificate, type ProblemKind } from "./problem-kind.ts";

/** What can be wrong with the objects of a cluster, and what keeps from seeing it. */
export const objectProblems = {
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
