import { runsBetween } from "../kubernetes/run-times.ts";
import { addTo } from "../text/groups.ts";
import { type ClusterRef, refOf } from "./cluster-place.ts";
import type { ClusterPlan, Plan } from "./plan-schema.ts";
import type { RepositoryModel } from "./repository-model.ts";
import { rfc3339 } from "./repository-plan.ts";
import { readSchedules } from "./schedule-runs.ts";
import { sharedBy } from "./shared-resources.ts";
import type { RecoverySource } from "./source.ts";

type Fleet = Plan["fleet"];
type Collision = Fleet["collisions"][number];
type Run = Collision["runs"][number];

/** All runs of one schedule in the week that is looked at. Moments are seconds since 1970. */
export interface FleetRun {
  readonly run: Run;
  readonly moments: readonly number[];
  /** What it uses, and others may, too: a bucket, a repo host, a pool of nodes. */
  readonly shared: readonly string[];
}

const week = 7 * 86_400;

/** The runs of a cluster in the week after a moment. */
export function runsOf(
  ref: ClusterRef,
  source: RecoverySource,
  models: readonly RepositoryModel[],
  now: number,
): readonly FleetRun[] {
  return models.flatMap(({ repository, rules }) =>
    readSchedules(rules.schedules, now, now + week).map((schedule) => ({
      run: { ...ref, repository: repository.name, type: schedule.type },
      moments: runsBetween(schedule, Math.floor(now) + 1, now + week),
      shared: sharedBy(source.cluster, repository),
    })),
  );
}

/** What is true of all clusters together. */
export function fleetOf(
  clusters: readonly ClusterPlan[],
  runs: readonly FleetRun[],
  findings: Fleet["findings"],
): Fleet {
  const hours = weekOf(runs);
  const collisions = collisionsOf(runs);
  return {
    clusters: clusters.length,
    repositories: clusters.reduce((sum, { repositories }) => sum + repositories.length, 0),
    unprotected: clusters.filter(({ unprotected }) => unprotected).map(refOf),
    week: hours,
    busiest: busiestOf(hours),
    collisions: collisions.slice(0, mostShown),
    collisionCount: collisions.length,
    shortestWindow: shortestWindows(clusters),
    findings,
  };
}

const mostShown = 50;

/** Backups by day, from Monday on, and hour. */
function weekOf(runs: readonly FleetRun[]): number[][] {
  const hours = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
  for (const { moments } of runs)
    for (const moment of moments) {
      const hour = Math.floor(moment / 3600);
      // 1970 began on a Thursday.
      const day = hours[(Math.floor(hour / 24) + 3) % 7];
      if (day !== undefined) day[hour % 24] = (day[hour % 24] ?? 0) + 1;
    }
  return hours;
}

function busiestOf(hours: readonly (readonly number[])[]): Fleet["busiest"] {
  let busiest: NonNullable<Fleet["busiest"]> | null = null;
  for (const [day, counts] of hours.entries())
    for (const [hour, backups] of counts.entries())
      if (backups > (busiest?.backups ?? 0)) busiest = { day, hour, backups };
  return busiest;
}

/** Runs that start in one minute and use one thing; each set of them once, where it first meets. The largest come first. */
function collisionsOf(runs: readonly FleetRun[]): readonly Collision[] {
  const users = new Map<string, number[]>();
  for (const [index, { shared }] of runs.entries()) for (const each of shared) addTo(users, each, index);
  const found = new Map<string, Collision>();
  for (const [on, indexes] of users) {
    if (indexes.length < 2) continue;
    const byMinute = new Map<number, number[]>();
    for (const index of indexes)
      for (const moment of runs[index]?.moments ?? []) addTo(byMinute, Math.floor(moment / 60), index);
    for (const [minute, together] of byMinute) {
      if (together.length < 2) continue;
      const key = `${on}\n${together.join(" ")}`;
      const known = found.get(key);
      if (known !== undefined && Date.parse(known.at) <= minute * 60_000) continue;
      const list = together.flatMap((index) => runs[index]?.run ?? []);
      found.set(key, { at: rfc3339(minute * 60), on, runs: list });
    }
  }
  return [...found.values()].sort(
    (left, right) => right.runs.length - left.runs.length || (left.at < right.at ? -1 : left.at > right.at ? 1 : 0),
  );
}

const mostWindows = 10;

/** The clusters with the shortest windows, of those that have one; of several repositories, the one that goes back farthest counts. */
function shortestWindows(clusters: readonly ClusterPlan[]): Fleet["shortestWindow"] {
  return clusters
    .filter(({ unprotected }) => !unprotected)
    .map((cluster) => ({ ...refOf(cluster), guaranteedSeconds: longestWindow(cluster) }))
    .filter(({ guaranteedSeconds }) => guaranteedSeconds !== null)
    .sort((left, right) => (left.guaranteedSeconds ?? 0) - (right.guaranteedSeconds ?? 0))
    .slice(0, mostWindows);
}

/** How far back every moment of a cluster can be restored from one of its repositories, guaranteed; null: without limit. */
export function longestWindow({ repositories }: Pick<ClusterPlan, "repositories">): number | null {
  const windows = repositories
    .filter(({ kept }) => kept.full.most !== 0)
    .map(({ window }) => window.pointInTime.guaranteedSeconds);
  return windows.includes(null) ? null : Math.max(0, ...windows.map((seconds) => seconds ?? 0));
}
