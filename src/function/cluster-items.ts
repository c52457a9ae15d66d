import type { KubernetesObject } from "@kubernetes/client-node";
import type { Cluster } from "../cpo/cluster.ts";
import { newItem, partWriter } from "../krm/item-text.ts";
import type { ListText } from "../krm/list-text.ts";
import type { NewItem } from "../krm/new-items.ts";
import { withOwner } from "../krm/ownership.ts";
import { inFile, type Placer } from "../krm/placement.ts";
import type { ResourceHead } from "../krm/resource.ts";
import { madePart } from "../text/copied.ts";
import type { Expansion } from "./expand.ts";

/**
 * Writes the objects of clusters that have none yet, as items. What the objects of all clusters have in common is written once, from the
 * second cluster on: most lists have only one.
 */
export function clusterItems(
  list: Pick<ListText, "form">,
  placer: Placer,
  objectsOf: Expansion["objectsOf"],
): (cluster: Cluster, owner: ResourceHead) => readonly NewItem[] {
  const shared = partWriter(list);
  let part = madePart;
  return (cluster, owner) => {
    const objects: readonly KubernetesObject[] = objectsOf(cluster, part).map((object) =>
      withOwner(object, cluster.name),
    );
    part = shared;
    const file = placer.fileOf(owner);
    if (file === undefined) return objects.map((object) => newItem(list, object));
    const first = placer.take(file.path, objects.length);
    return objects.map((object, index) => newItem(list, inFile(object, file, first + index)));
  };
}
