import type { KubernetesObject } from "@kubernetes/client-node";
import type { Copies, PartMaker } from "../text/copied.ts";
import { ownerLabel, withOwner } from "./ownership.ts";
import { inFile, type NewFile } from "./placement.ts";

/** Gives a new object our mark, and the annotations that put it into a file. */
export type CompleteObject = (
  object: KubernetesObject,
  owner: string,
  file: NewFile | undefined,
  index: number,
) => object;

export const completeObject: CompleteObject = (object, owner, file, index) => {
  const owned = withOwner(object, owner);
  return file === undefined ? owned : inFile(owned, file, index);
};

/** The same for the objects of a fleet. Their metadata is a part that they have in common, unless an object has annotations of its own. */
export function completeWith(part: PartMaker): CompleteObject {
  let given: Labels | undefined;
  let labels: Labels = {};
  let lastOwner: string | undefined;
  return (object, owner, file, index) => {
    const { name = "", namespace, annotations, ...metadata } = object.metadata ?? {};
    if (annotations !== undefined) return completeObject(object, owner, file, index);
    // Objects of one cluster have the same labels, whose text then stays the same, too.
    if (metadata.labels !== given || owner !== lastOwner) labels = withLabel(metadata.labels, ownerLabel, owner);
    [given, lastOwner] = [metadata.labels, owner];
    const values: Values = {
      name,
      ...(namespace !== undefined && { namespace }),
      labels,
      ...(file !== undefined && { path: file.path, index: String(index) }),
    };
    return { ...object, metadata: part(metadataOf, values, file?.keys ?? noKeys) };
  };
}

/** One list for all objects without a file: what they have in common is written anew for other settings. */
const noKeys: NewFile["keys"] = [];

type Labels = Readonly<Record<string, string>>;

/** With Node 20, `{ ...labels, [key]: value }` takes several times as long. */
const withLabel = (labels: Labels | undefined, key: string, value: string): Labels =>
  Object.assign({}, labels, { [key]: value });

interface Values {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Labels;
  readonly path?: string;
  readonly index?: string;
}

function metadataOf({ name, namespace, labels, path, index }: Copies<Values>, keys: NewFile["keys"]) {
  const annotations = keys.flatMap(([pathKey, indexKey]) => [
    [pathKey, path],
    [indexKey, index],
  ]);
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels,
    ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
  };
}
