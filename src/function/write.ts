import type { Finding, ObjectRef } from "../findings/finding.ts";
import { type Edits, noEdits, type Parts } from "../krm/edits.ts";
import { isKpt } from "../krm/host.ts";
import { expectAnchorsKept } from "../krm/kept-anchors.ts";
import { type OutputDocument, outputDocuments } from "../krm/output-documents.ts";
import { foreignResults, resultsOf } from "../krm/results.ts";
import { splice } from "../krm/splice.ts";
import type { StaleObject } from "../krm/stale-object.ts";
import type { KeptInput } from "./check-input.ts";
import type { OperatorDifference } from "./operator-differences.ts";
import type { Plan } from "./plan.ts";
import type { PlannedCluster } from "./planned-clusters.ts";
import type { Input } from "./read.ts";
import type { Refusal, Resolution } from "./resolve.ts";

/** The outcome of a run. Input that cannot be read has none: it is thrown as `UnreadableInput`. */
export interface Outcome {
  /** The output; with a finding of severity error, the input, unchanged except for `results`. */
  readonly parts: Parts;
  /** The same, document by document, for those that write each into a file. Throws `UnreadableInput` where the input was a ResourceList. */
  readonly documents: () => readonly OutputDocument[];
  readonly findings: readonly Finding[];
  /** 0, or 1 for findings of severity error, or 3 for a bad functionConfig. */
  readonly exitCode: 0 | 1 | 3;
  /** True where the host shows `results` to the user, who must not read everything twice. */
  readonly hostShowsResults: boolean;
  readonly clusters: ClusterCounts;
  /** The clusters with a backup section that were checked, where every cluster was read. */
  readonly judged?: () => readonly ObjectRef[];
  /** For comparison with the clusters of other inputs, where every cluster was read. */
  readonly kept?: () => KeptInput;
  /** For a plan of what can be restored, where every cluster was read. */
  readonly planned?: () => Promise<readonly PlannedCluster[]>;
  /** The operator's settings, where every cluster was read. */
  readonly settings?: Resolution["settings"];
  /** How the operator of a Kubernetes cluster is not the one that input and functionConfig describe, where every cluster was read. */
  readonly operatorDifferences?: () => Promise<readonly OperatorDifference[]>;
  /** Objects of an earlier run that the output has in another form, or no more; none with a finding of severity error. */
  readonly stale: readonly StaleObject[];
}

/** What a run finds, whatever it writes. */
export type FoundOutcome = Omit<Outcome, "parts" | "documents">;

/** How many clusters a run dealt with. */
export interface ClusterCounts {
  /** With a backup section that was checked. */
  readonly checked: number;
  /** That the selector of the functionConfig leaves out. */
  readonly unselected: number;
  /** That have errors behind which it cannot be seen whether they have a backup section, or what is in it. */
  readonly unreadable: number;
}

/**
 * Step 5, from edits to text. After a refusal, the output is the input, except for `results`. Throws `UnreadableInput` where the edits would
 * take away what the rest of the text refers to.
 */
export async function write(
  { list, results: earlier }: Pick<Input, "list" | "results">,
  outcome: Plan | Refusal,
  clusters: ClusterCounts,
): Promise<Outcome> {
  const { findings } = outcome;
  const { foreign, ours } = foreignResults(earlier);
  const edits: Edits = {
    ...(outcome.is === "planned" ? outcome.edits : noEdits),
    // Results of others stay as they are unless ours come or go.
    ...((findings.length > 0 || ours > 0) && { results: [...foreign, ...resultsOf(findings)] }),
  };
  await expectAnchorsKept(list, edits);
  return {
    parts: splice(list, edits),
    documents: () => outputDocuments(list, edits),
    findings,
    exitCode: outcome.is === "planned" ? 0 : outcome.exitCode,
    hostShowsResults: findings.length > 0 && isKpt(list.bytes),
    clusters,
    stale: outcome.is === "planned" ? outcome.stale : [],
  };
}
