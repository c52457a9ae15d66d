import { isObject, type JsonValue } from "./json-value.ts";

type Path = ReadonlyArray<string | number>;

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

/** True where there is no such field. */
export const hasOnlyKnownFields = (value: JsonValue, tree: FieldTree): boolean =>
  isPlain(value, tree) || unknownFields(value, tree).length === 0;

/** True for a value with neither such a field nor a null, as nearly all are. To say so, nothing is made. */
export function isPlain(value: unknown, tree: FieldTree | undefined): boolean {
  if (tree === undefined || value === null) return false;
  if (typeof value !== "object") return true;
  if (Array.isArray(value)) {
    const entries = treeOfEntries(tree);
    for (let at = 0; at < value.length; at++) if (!isPlain(value[at], entries)) return false;
    return true;
  }
  for (const name in value) if (!isPlain(Reflect.get(value, name), treeOfField(tree, name))) return false;
  return true;
}

/** The tree of a field of a value, whatever the value's shape; undefined where the schema has no such field. */
export const treeOfField = (tree: FieldTree, name: string): FieldTree | undefined =>
  tree === null || tree === true || isList(tree) ? null : below(tree, name);

/** The tree of the entries of a list, also where the schema has none. */
export const treeOfEntries = (tree: FieldTree): FieldTree => (isList(tree) ? tree[0] : null);

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
