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

/** The same for the objects of a fleet. They are parts of a text that they have in common, unless an object has annotations of its own. */
export function completeWith(part: PartMaker): CompleteObject {
  let last: Given | undefined;
  let common: Common | undefined;
  return (object, owner, file, index) => {
    const { apiVersion = "", kind = "", metadata, ...fields } = object;
    const { name = "", namespace, labels, annotations } = metadata ?? {};
    if (annotations !== undefined) return completeObject(object, owner, file, index);
    const given: Given = { apiVersion, kind, namespace, labels, owner, file };
    if (common === undefined || last === undefined || !isSame(given, last)) common = commonOf(given);
    last = given;
    const own: Own = file === undefined ? { name } : { name, index: String(index) };
    return part(objectOf, common, Object.assign(own, fields), file?.keys ?? noKeys);
  };
}

/** One list for all objects without a file: what they have in common is written anew for other settings. */
const noKeys: NewFile["keys"] = [];

type Labels = Readonly<Record<string, string>>;

/** What the objects of a cluster and kind have in common. */
interface Given {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly labels: Labels | undefined;
  readonly owner: string;
  readonly file: NewFile | undefined;
}

const isSame = (one: Given, other: Given): boolean =>
  one.labels === other.labels &&
  one.file === other.file &&
  one.owner === other.owner &&
  one.namespace === other.namespace &&
  one.kind === other.kind &&
  one.apiVersion === other.apiVersion;

interface Common {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly labels: Labels;
  readonly path?: string;
}

const commonOf = ({ apiVersion, kind, namespace, labels, owner, file }: Given): Common => ({
  apiVersion,
  kind,
  ...(namespace !== undefined && { namespace }),
  labels: Object.assign({}, labels, { [ownerLabel]: owner }), // with Node 20, `{ ...labels, [key]: value }` takes several times as long
  ...(file !== undefined && { path: file.path }),
});

interface Own {
  readonly name: string;
  readonly index?: string;
}

function objectOf(values: Copies<Common & Own>, keys: NewFile["keys"]) {
  const { apiVersion, kind, name, namespace, labels, path, index, ...fields } = values;
  const annotations = keys.flatMap(([pathKey, indexKey]) => [
    [pathKey, path],
    [indexKey, index],
  ]);
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels,
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    },
    ...fields,
  };
}
