import type { ClusterPlan } from "../recovery/plan-schema.ts";
import type { Timeline } from "../recovery/timeline.ts";
import type { PackedTimeline } from "./packed-timeline.ts";

/*
 * What the page carries beside its markup. Everything but the first lines is compressed (`compress` of `PlanPageOptions`) and read when it is
 * needed: the details of a cluster when it is opened, the runs of the week when an hour is chosen.
 */

/** What the script reads at its start. */
export interface PageData {
  /** The moment of the plan, in seconds since 1970. */
  readonly now: number;
  readonly addresses: readonly string[];
  /** How many clusters are in one of `details` and `runbooks`. */
  readonly chunk: number;
  /** Compressed lists of `PackedDetails`. */
  readonly details: readonly string[];
  /** Compressed lists of `PackedRunbook` or null, and the compressed list of texts that they share. Absent where there is no runbook. */
  readonly runbooks?: { readonly shared: string; readonly lists: readonly string[] };
  /** The compressed runs of each hour of the week. */
  readonly week: string;
}

export interface PackedDetails {
  readonly cluster: ClusterPlan;
  /** In the order of the cluster's repositories; null where it is not known. */
  readonly timelines: readonly (PackedTimeline | null)[];
  /** In what it falls short of the policy, a sentence or two each. */
  readonly shortfalls: readonly string[];
  /** The command that prints its findings. */
  readonly check?: string;
}

/** For each hour of the week, what `packWeek` wrote. */
export type WeekData = readonly (readonly number[])[];

/** What a cluster's view is made from. */
export interface ClusterDetails {
  readonly cluster: ClusterPlan;
  readonly timelines: readonly (Timeline | null)[];
  readonly shortfalls: readonly string[];
  /** The command that prints its findings. */
  readonly check?: string;
}
