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
  "Stop the deployer, delete the Secret and, with `--cascade=orphan`, the StatefulSet of the repo host; the operator makes both within half an hour, at its next sync. Then delete the repo host's pod, and the pods of PostgreSQL one by one.";
