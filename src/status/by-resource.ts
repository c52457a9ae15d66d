import { type ProblemId, problemKinds } from "./problems.ts";
import type { StatusProblem } from "./status-schema.ts";

/*
 * Where no manifests are given, the `postgresql` in the cluster says what is wanted, and its operator is who makes it so: sentences that speak of
 * manifests would send whoever reads them to look for files that nobody named.
 */

/** What to do, for the kinds whose cure names the manifests. */
const cures: Readonly<Partial<Record<ProblemId, string>>> = {
  "cron-job-missing":
    "See that the operator runs, and read its log: it makes the CronJob at its next sync, within half an hour.",
  "schedule-differs":
    "Give it the schedule of the postgresql again, or write the new one into the postgresql. The operator sets the schedule at its next sync, but never the time zone.",
  "mistake-in-secret": "Correct the Secret in the cluster, where it comes from. No value of it is shown.",
  "not-in-manifests":
    "At its next sync, within half an hour, the operator deletes what the postgresql does not ask for. Where no operator runs, delete it yourself.",
  drift:
    "See that the operator runs, and read its log: at its next sync, within half an hour, it sets most of them back to what the postgresql asks for. If a change is meant to stay, make it in the postgresql.",
  "repository-changed":
    "See who changed the ConfigMap; the operator writes it again at its next sync. Look for backups in the other place before you remove anything.",
  "operator-differs":
    "Apply the operator's configuration and restart it. If the cluster is right, write its settings into the functionConfig, or take them out: then they are taken from the cluster.",
  "mistake-in-resource":
    "Change what the sentence names in the postgresql, where it comes from. `expand-pgbackrest check` finds such mistakes before they are applied.",
};

const phrases = [
  ["The manifests do not have", "The postgresql does not ask for"],
  ["from the manifests", "from what the postgresql asks for"],
  ["the manifests ask for", "the postgresql asks for"],
  ["the manifests promise", "the postgresql promises"],
  ["what they promise of", "what it promises of"],
  ["of the manifests", "of the postgresql"],
  ["on the manifests", "on the postgresql"],
] as const;

/** A problem in words for whoever has named no manifests. */
export function byResource(problem: StatusProblem): StatusProblem {
  const cure = isKind(problem.id) && problem.fix === problemKinds[problem.id].cure ? cures[problem.id] : undefined;
  return { ...problem, problem: ofResource(problem.problem), fix: cure ?? ofResource(problem.fix) };
}

const isKind = (id: string): id is ProblemId => Object.hasOwn(problemKinds, id);

const ofResource = (text: string) => phrases.reduce((said, [from, to]) => said.replaceAll(from, to), text);
