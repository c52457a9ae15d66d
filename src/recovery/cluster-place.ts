import { addTo } from "../text/groups.ts";
import type { ClusterPlan } from "./plan-schema.ts";

type Placed = Pick<ClusterPlan, "name" | "namespace" | "folder" | "file" | "line">;

/** What names a cluster of a plan. Its place is there only where others have its name and namespace. */
export type ClusterRef = Pick<ClusterPlan, "name" | "namespace" | "place">;

/** The name, namespace and place of a cluster, and nothing else of it. */
export const refOf = ({
  name,
  namespace,
  place,
}: {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly place?: string | undefined;
}): ClusterRef => ({
  name,
  ...(namespace !== undefined && { namespace }),
  ...(place !== undefined && { place }),
});

/** The same text for two references to one cluster of a plan, and to no other. */
export const refKey = ({ name, namespace = "", place = "" }: ClusterRef): string => `${namespace}/${name}\n${place}`;

/** The name and namespace alone. Versions of one cluster have the same. */
export const nameKey = ({ name, namespace = "" }: Pick<ClusterPlan, "name" | "namespace">): string =>
  `${namespace}/${name}`;

/**
 * For each cluster whose name and namespace another one has, too, what tells it apart: the kustomization that it is built from, else its file,
 * with the line where one file has several. Undefined for all others.
 */
export function placesOf(clusters: readonly Placed[]): readonly (string | undefined)[] {
  const places: (string | undefined)[] = clusters.map(() => undefined);
  for (const indexes of groups(clusters.keys(), (index) => nameKey(clusters[index] ?? { name: "" }))) {
    if (indexes.length < 2) continue;
    for (const same of groups(indexes, (index) => originOf(clusters[index]))) {
      for (const [count, index] of same.entries()) {
        const origin = originOf(clusters[index]);
        const line = clusters[index]?.line;
        places[index] = same.length === 1 ? origin : `${origin}${line === undefined ? ` (${count + 1})` : `:${line}`}`;
      }
    }
  }
  return places;
}

/** What a cluster is read from, as the user named it. */
export const originOf = (cluster: Pick<ClusterPlan, "folder" | "file"> | undefined): string =>
  cluster?.folder ?? cluster?.file ?? "standard input";

function groups(indexes: Iterable<number>, keyOf: (index: number) => string): Iterable<readonly number[]> {
  const found = new Map<string, number[]>();
  for (const index of indexes) addTo(found, keyOf(index), index);
  return found.values();
}
