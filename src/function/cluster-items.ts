import type { Cluster } from "../cpo/cluster.ts";
import { completeObject, completeWith } from "../krm/complete-object.ts";
import { newItemText, partWriter } from "../krm/item-text.ts";
import type { ListText } from "../krm/list-text.ts";
import type { NewItem } from "../krm/new-items.ts";
import type { Placer } from "../krm/placement.ts";
import { nameOf, type ResourceHead } from "../krm/resource.ts";
import { madePart } from "../text/copied.ts";
import type { Stretches } from "../text/stretches.ts";
import type { Expansion } from "./expand.ts";

/**
 * Writes the objects of clusters that have none yet, as items. What the objects of all clusters have in common is written once, from the
 * second cluster on: most lists have only one.
 */
export function clusterItems(
  list: Pick<ListText, "form">,
  placer: Placer,
  objectsOf: Expansion["objectsOf"],
  mark?: Stretches["mark"],
): (cluster: Cluster, owner: ResourceHead) => readonly NewItem[] {
  const shared = partWriter(list, mark);
  let [part, complete] = [madePart, completeObject];
  return (cluster, owner) => {
    const objects = objectsOf(cluster, part);
    const file = placer.fileOf(owner);
    const first = file === undefined ? 0 : placer.take(file.path, objects.length);
    const items = objects.map((object, index) => ({
      text: newItemText(list, complete(object, cluster.name, file, first + index)),
      name: () => nameOf(object),
    }));
    if (part !== shared) [part, complete] = [shared, completeWith(shared)];
    return items;
  };
}
