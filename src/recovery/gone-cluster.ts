import { pathSegments } from "./matched-clusters.ts";
import type { ClusterPlan, Plan } from "./plan-schema.ts";

/** Says why a cluster of an earlier plan is not in the later one: it was removed, or is in something that could not be read. */
export function goneCluster(cluster: ClusterPlan, unread: Plan["unread"] = []): string {
  if (unread.length === 0) return "The cluster is no longer in the manifests.";
  const own = unread.find((each) => isFrom(cluster, each));
  if (own === undefined) return "The cluster is no longer in the manifests, of which some could not be read.";
  return `The cluster could not be read: ${own.problem}`;
}

/** True where a cluster came from what could not be read, also below another root. */
function isFrom(cluster: ClusterPlan, { file, folder }: NonNullable<Plan["unread"]>[number]): boolean {
  if (cluster.folder !== undefined) return folder !== undefined && endAlike(cluster.folder, folder);
  return folder === undefined && file !== undefined && cluster.file !== undefined && endAlike(cluster.file, file);
}

/** True for paths that are the same but for the folder, and its neighbors above, that all of them are in. */
function endAlike(left: string, right: string): boolean {
  const [one, other] = [pathSegments(left), pathSegments(right)];
  if (one.join("/") === other.join("/")) return true;
  const length = Math.min(2, one.length, other.length);
  return one.slice(-length).join("/") === other.slice(-length).join("/");
}
