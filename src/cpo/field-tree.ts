import type { Path } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";

/**
 * The names of fields, as deep as a schema knows them: true for a scalar, null for a place that is open to any shape, the tree of its
 * entries for a list.
 */
export type FieldTree = null | true | readonly [entry: FieldTree] | Fields;

/** Fields by name. Under `*`, the tree of every value of a map. */
export interface Fields {
  readonly [name: string]: FieldTree;
}

/** True for the tree of a list. */
export const isList = (tree: FieldTree | undefined): tree is readonly [entry: FieldTree] => Array.isArray(tree);

/** The tree below a name; undefined where the schema has no such field. */
export const below = (fields: Fields, name: string): FieldTree | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : fields["*"];

/** The fields of a mapping, or of the entries of a list; undefined where there are none. */
export function fieldsOf(tree: FieldTree | undefined): Fields | undefined {
  if (typeof tree !== "object" || tree === null) return undefined;
  return isList(tree) ? fieldsOf(tree[0]) : tree;
}

/** The paths of all fields that the tree does not know: what the API server drops. What is below such a field is not looked at. */
export function unknownFields(value: JsonValue, tree: FieldTree): readonly Path[] {
  const found: Path[] = [];
  collect(value, tree, [], found);
  return found;
}

/** True where there is no such field. Asked of every cluster of a fleet, so it makes nothing. */
export function hasOnlyKnownFields(value: JsonValue, tree: FieldTree): boolean {
  if (tree === null || tree === true || typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) {
    if (!isList(tree)) return true;
    for (const entry of value) if (!hasOnlyKnownFields(entry, tree[0])) return false;
    return true;
  }
  if (isList(tree) || !isObject(value)) return true;
  for (const name in value) {
    const known = below(tree, name);
    if (known === undefined) return false;
    const field = value[name];
    // Most fields are scalars, which need no call.
    if (typeof field === "object" && field !== null && !hasOnlyKnownFields(field, known)) return false;
  }
  return true;
}

function collect(value: JsonValue, tree: FieldTree, path: Path, found: Path[]): void {
  if (tree === null || tree === true || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    if (isList(tree)) for (const [at, entry] of value.entries()) collect(entry, tree[0], [...path, at], found);
    return;
  }
  // A mapping where a list belongs is for the schema to refuse.
  if (isList(tree) || !isObject(value)) return;
  for (const [name, field] of Object.entries(value)) {
    const known = below(tree, name);
    if (known === undefined) found.push([...path, name]);
    else collect(field, known, [...path, name], found);
  }
}
