import type { ClusterContext } from "../../checks/cluster-context.ts";
import type { Plan } from "../../recovery/plan-schema.ts";
import type { Timeline } from "../../recovery/timeline.ts";

/** What a format of a plan is given. */
export interface PlanReport {
  readonly plan: Plan;
  /** The plan that it is compared with, where there is one. */
  readonly earlier?: Plan;
  /** For each cluster of the plan, the timelines of its repositories. */
  readonly timelines: (weeks: {
    readonly weeksBefore: number;
    readonly weeksAfter: number;
  }) => ReadonlyArray<readonly Timeline[]>;
  /** For each cluster of the plan, what its runbook is made from; absent without a backup section. */
  readonly sources: ReadonlyArray<ClusterContext | undefined>;
  /** Arguments that name the manifests to another command. */
  readonly manifests: readonly string[];
  /** The command that prints the findings of a cluster; undefined where nothing names its manifests. */
  readonly checkOf: (cluster: Pick<Plan["clusters"][number], "folder">) => string | undefined;
}

/** Writes a plan as text. */
export type PlanFormat = (report: PlanReport) => string | Promise<string>;
