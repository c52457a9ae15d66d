import type { KubernetesObject } from "@kubernetes/client-node";
import type { Cluster, ClusterSource } from "../cpo/cluster.ts";
import { isWord, newItem } from "../krm/item-text.ts";
import type { ListText } from "../krm/list-text.ts";
import type { NewItem } from "../krm/new-items.ts";
import { withOwner } from "../krm/ownership.ts";
import { inFile, type NewFile, type Placer } from "../krm/placement.ts";
import type { ResourceHead } from "../krm/resource.ts";
import { revealed } from "../text/copied.ts";
import { type ClusterShape, markOf, shapeOf } from "./cluster-shape.ts";
import { templateOf } from "./text-template.ts";

/** More shapes than a fleet has; a list with still more gains nothing from remembering them. */
const mostShapes = 256;

/**
 * Writes the objects of clusters that have none yet, as items. From the second cluster of a shape on, the items are the texts of the
 * shape's sample, made once, with the cluster's values in their places; a property test holds them to be the same, byte for byte. The
 * first cluster of all is written as it is: most lists have only one.
 */
export function clusterItems(
  list: Pick<ListText, "form">,
  placer: Placer,
  objectsOf: (cluster: ClusterSource) => readonly KubernetesObject[],
): (cluster: Cluster, owner: ResourceHead) => readonly NewItem[] {
  const known = new Map<string, readonly ItemTemplate[] | "seen once">();
  const write = (cluster: ClusterSource, file: NewFile | undefined, first?: number): readonly NewItem[] => {
    // The name of the owner is copied, too, into a label.
    const objects = objectsOf(cluster).map((object) => withOwner(object, revealed(cluster.name)));
    if (file === undefined) return objects.map((object) => newItem(list, object));
    const index = first ?? placer.take(file.path, objects.length);
    return objects.map((object, at) => newItem(list, inFile(object, file, index + at)));
  };
  const templates = ({ key, values, sample }: ClusterShape, file: NewFile | undefined) => {
    const keyInFile = file === undefined ? key : `${file.keys.join()} ${key}`;
    const found = known.get(keyInFile);
    if (found === undefined) {
      if (known.size < mostShapes) known.set(keyInFile, "seen once");
      return undefined;
    }
    if (found !== "seen once") return found;
    const markedFile = file && { ...file, path: markOf(values.length) };
    const made = write(sample(), markedFile, 0).map(itemTemplate);
    known.set(keyInFile, made);
    return made;
  };
  let alone = true;
  return (cluster, owner) => {
    const file = placer.fileOf(owner);
    if (alone) {
      alone = false;
      return write(cluster, file);
    }
    const shape = file === undefined || isWord(file.path) ? shapeOf(cluster) : undefined;
    const found = shape && templates(shape, file);
    if (shape === undefined || found === undefined) return write(cluster, file);
    if (file === undefined) return found.map((template) => template(shape.values));
    const first = placer.take(file.path, found.length);
    // The indexes are part of the texts, counted from 0.
    if (first !== 0) return write(cluster, file, first);
    const values = [...shape.values, file.path];
    return found.map((template) => template(values));
  };
}

/** Makes the item of a cluster from the values in it. */
type ItemTemplate = (values: readonly string[]) => NewItem;

function itemTemplate(sample: NewItem): ItemTemplate {
  const { apiVersion, kind, ...marked } = sample.name();
  const [text, name, namespace] = [templateOf(sample.text), templateOf(marked.name), templateOf(marked.namespace)];
  return (values) => ({
    text: text(values),
    name: () => ({ apiVersion, kind, name: name(values), namespace: namespace(values) }),
  });
}
