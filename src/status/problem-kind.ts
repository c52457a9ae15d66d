import type { StatusProblem } from "./status-schema.ts";

/** A kind of problem, as docs/status.md has it. */
export interface ProblemKind {
  /** The level that it usually has. */
  readonly level: StatusProblem["level"];
  /** Where it has another level, and which. */
  readonly otherwise?: { readonly level: StatusProblem["level"]; readonly where: string };
  /** What it is, as a title. */
  readonly title: string;
  /** What to do, in a sentence. */
  readonly cure: string;
}

/** The same where the StatefulSet is not there. */
export const newCertificateWithoutSet =
  "Delete the Secret: the operator makes it and the StatefulSet within half an hour, at its next sync. Then delete the pods of PostgreSQL one by one.";

/** How to come to a new certificate; the chapter on archiving of docs/restore.md has the commands. */
export const newCertificate =
  "The operator never renews it. Stop the deployer, then `kubectl -n NAMESPACE delete secret CLUSTER-pgbackrest-cert` and `kubectl -n NAMESPACE delete statefulset CLUSTER-pgbackrest-repo-host --cascade=orphan`: the operator makes both within half an hour, at its next sync. Then `kubectl -n NAMESPACE delete pod CLUSTER-pgbackrest-repo-host-0`, and delete the pods of PostgreSQL one by one.";
