import type { ClusterContext } from "../../checks/cluster-context.ts";
import { planChanges } from "../../recovery/plan-changes.ts";
import type { Plan } from "../../recovery/plan-schema.ts";
import type { Timeline } from "../../recovery/timeline.ts";
import { jsonText } from "../formats/report.ts";

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
}

/** Writes a plan as text. */
export type PlanFormat = (report: PlanReport) => string | Promise<string>;

/** The formats by their names, the default first. Each is loaded when it is asked for. */
export const planFormats: Readonly<Record<string, PlanFormat>> = {
  text: async (report) => (await import("./text.ts")).text(report),
  markdown: async (report) => (await import("./markdown.ts")).markdown(report),
  json: ({ earlier, plan }) =>
    jsonText(earlier === undefined ? plan : { ...plan, changes: planChanges(earlier, plan) }),
  html: async (report) => (await import("./html.ts")).html(report),
};
