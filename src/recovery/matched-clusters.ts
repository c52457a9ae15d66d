import { addTo } from "../text/groups.ts";
import { nameKey, originOf } from "./cluster-place.ts";
import type { ClusterPlan } from "./plan-schema.ts";

/** The clusters of two plans, each with what it was in the other one. */
export interface MatchedClusters {
  /** What a cluster of the later plan was in the earlier one. */
  readonly before: ReadonlyMap<ClusterPlan, ClusterPlan>;
  /** Clusters of the earlier plan that the later one has not. */
  readonly gone: readonly ClusterPlan[];
}

/**
 * Matches the clusters of two plans. Namespace and name must be the same. Of several versions with one name, those are the same that come from
 * the same folder or file; else those whose paths end alike, as below another root; else those whose repositories are in the same places, as
 * where a folder was renamed. Each only where it leaves no choice. One version on each side is the same one wherever it is.
 */
export function matchedClusters(earlier: readonly ClusterPlan[], later: readonly ClusterPlan[]): MatchedClusters {
  const before = new Map<ClusterPlan, ClusterPlan>();
  const versions = byName(earlier);
  for (const [key, after] of byName(later)) matchVersions(versions.get(key) ?? [], after, before);
  const matched = new Set(before.values());
  return { before, gone: earlier.filter((cluster) => !matched.has(cluster)) };
}

function byName(clusters: readonly ClusterPlan[]): ReadonlyMap<string, readonly ClusterPlan[]> {
  const found = new Map<string, ClusterPlan[]>();
  for (const cluster of clusters) addTo(found, nameKey(cluster), cluster);
  return found;
}

type Pairs = Map<ClusterPlan, ClusterPlan>;

function matchVersions(old: readonly ClusterPlan[], now: readonly ClusterPlan[], pairs: Pairs): void {
  const [onlyOld, ...otherOld] = old;
  const [onlyNow, ...otherNow] = now;
  if (onlyOld === undefined || onlyNow === undefined) return;
  if (otherOld.length + otherNow.length === 0) {
    pairs.set(onlyNow, onlyOld);
    return;
  }
  const left = { old: [...old], now: [...now] };
  const match = (keyOf: (cluster: ClusterPlan) => string, several: "in order" | "never") => {
    const sides = [groupsOf(left.old, keyOf), groupsOf(left.now, keyOf)] as const;
    for (const [key, after] of sides[1]) {
      const earlier = sides[0].get(key) ?? [];
      if (several === "never" && (earlier.length !== 1 || after.length !== 1)) continue;
      for (const [index, cluster] of after.entries()) {
        const was = earlier[index];
        if (was !== undefined) pairs.set(cluster, was);
      }
    }
    const taken = new Set(pairs.values());
    left.old = left.old.filter((cluster) => !taken.has(cluster));
    left.now = left.now.filter((cluster) => !pairs.has(cluster));
  };
  match((cluster) => segmentsOf(cluster).join("/"), "in order");
  // What all versions of one side end in tells nothing apart.
  const shared = Math.max(sharedEnding(old), sharedEnding(now));
  const longest = Math.max(0, ...[...left.old, ...left.now].map((cluster) => segmentsOf(cluster).length));
  for (let length = longest; length > shared; length -= 1) match((cluster) => ending(cluster, length), "never");
  match(repositoryPlaces, "never");
}

function groupsOf(clusters: readonly ClusterPlan[], keyOf: (cluster: ClusterPlan) => string) {
  const found = new Map<string, ClusterPlan[]>();
  for (const cluster of clusters) addTo(found, keyOf(cluster), cluster);
  return found;
}

/** The parts of the path that a cluster is from. */
const segmentsOf = (cluster: ClusterPlan): readonly string[] => pathSegments(originOf(cluster));

/** The parts of a path, without those that lead nowhere. */
export const pathSegments = (path: string): readonly string[] =>
  path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");

/** The last parts of a cluster's path; a text of its own where there are fewer. */
function ending(cluster: ClusterPlan, length: number): string {
  const segments = segmentsOf(cluster);
  return segments.length < length ? `all of ${segments.join("/")}` : segments.slice(-length).join("/");
}

/** The most parts that two of the paths end in alike. */
function sharedEnding(clusters: readonly ClusterPlan[]): number {
  const paths = clusters.map((cluster) => segmentsOf(cluster).toReversed());
  // In this order, those that are most alike are neighbors.
  const sorted = paths.toSorted((left, right) => (left.join("/") < right.join("/") ? -1 : 1));
  return Math.max(0, ...sorted.map((path, index) => commonStart(path, sorted[index + 1] ?? [])));
}

function commonStart(left: readonly string[], right: readonly string[]): number {
  const different = left.findIndex((part, index) => part !== right[index]);
  return different < 0 ? left.length : different;
}

const repositoryPlaces = ({ repositories }: ClusterPlan): string =>
  JSON.stringify(repositories.map(({ endpoint = "", location, name }) => [name, location, endpoint]));
