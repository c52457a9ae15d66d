import { placesOf, refOf } from "./cluster-place.ts";
import { type FleetRun, fleetOf, runsOf } from "./fleet.ts";
import type { ClusterPlan, Plan } from "./plan-schema.ts";
import { repositoryModels } from "./repository-model.ts";
import { repositoryPlan, rfc3339 } from "./repository-plan.ts";
import { repositoryTimeline } from "./repository-timeline.ts";
import type { RecoverySource } from "./source.ts";
import type { Timeline } from "./timeline.ts";

/*
 * The way in for others: `planOf` plans clusters, `timelinesOf` draws their backups, `restorableAt` (restorable-at.ts) asks a timeline about a
 * moment, `repositoryModels` (repository-model.ts) gives the rules by which `figuresOf` (figures.ts) and `repositoryTimeline` go.
 */

type FindingCounts = Plan["fleet"]["findings"];

/** A cluster to plan, and what the checks found in it. */
export interface ClusterToPlan {
  readonly name: string;
  readonly namespace?: string;
  /** The kustomization that it is built from. */
  readonly folder?: string;
  readonly file?: string;
  readonly line?: number;
  /** Absent for a cluster without a backup section, and for one that cannot be read. */
  readonly source?: RecoverySource;
  /** False where a parameter of PostgreSQL stops archiving. */
  readonly archives: boolean;
  /** False where it cannot be read as a whole: errors. */
  readonly complete: boolean;
  readonly findings: FindingCounts;
}

/**
 * What can be restored of clusters, as their manifests promise it: in the steady state, if every scheduled backup succeeds.
 * @param now Seconds since 1970: what the next runs are counted from, and nothing else.
 * @param findings Numbers of all findings, also of those about no single cluster.
 */
export function planOf(clusters: readonly ClusterToPlan[], now: number, findings: FindingCounts): Plan {
  const plans: ClusterPlan[] = [];
  const runs: FleetRun[] = [];
  const places = placesOf(clusters);
  for (const [index, cluster] of clusters.entries()) {
    const { archives, complete, file, folder, line, name, namespace, source } = cluster;
    const place = places[index];
    const ref = refOf({ name, namespace, place });
    const models = source === undefined ? [] : repositoryModels(source);
    const repositories =
      source === undefined ? [] : models.map((model) => repositoryPlan(source, model, { now, archives }));
    if (source !== undefined && archives) runs.push(...runsOf(ref, source, models, now));
    plans.push({
      ...ref,
      ...(folder !== undefined && { folder }),
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      repositories,
      unprotected: repositories.every(({ kept }) => kept.full.most === 0),
      complete,
      findings: cluster.findings,
    });
  }
  return { now: rfc3339(now), clusters: plans, fleet: fleetOf(plans, runs, findings) };
}

/**
 * The timelines of the repositories of clusters, some weeks before and after a moment: for each cluster, in the order of its repositories.
 * @param now Seconds since 1970.
 */
export const timelinesOf = (
  clusters: readonly ClusterToPlan[],
  now: number,
  { weeksBefore, weeksAfter }: { readonly weeksBefore: number; readonly weeksAfter: number },
): ReadonlyArray<readonly Timeline[]> =>
  clusters.map(({ archives, source }) =>
    (source === undefined ? [] : repositoryModels(source)).map(({ rules }) =>
      repositoryTimeline(archives ? rules : { ...rules, schedules: [] }, now, weeksBefore, weeksAfter),
    ),
  );
