import { type Fields, type FieldTree, fieldsOf, isList } from "../src/json/field-tree.ts";

/** What TypeBox makes, as far as our schemas of resources use it. */
export interface Node {
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly patternProperties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
}

/** What a CRD says of a field and our schema cannot, by the field's path. */
export type Additions = Readonly<Record<string, object>>;

const open = { "x-kubernetes-preserve-unknown-fields": true };

/**
 * The structural schema of a CRD: the names of fields from the tree, which has them all, and what they may be from our schema, which has those
 * that we read. Without a tree, fields that our schema does not have are kept and not judged.
 */
export function structuralSchema(
  node: Node | undefined,
  tree: FieldTree | undefined,
  additions: Additions,
  path = "",
): object {
  return { ...plainSchema(node, tree, additions, path), ...additions[path] };
}

function plainSchema(node: Node | undefined, tree: FieldTree | undefined, additions: Additions, path: string): object {
  // What the operator decodes there is stricter, but it is not the API server that refuses it.
  if (tree === null) return node?.type === "object" ? { type: "object", ...open } : open;
  if (tree === true || (tree === undefined && !hasParts(node))) return scalar(node);
  const below = (under: Node | undefined, name: string, subtree: FieldTree | undefined) =>
    structuralSchema(under, subtree, additions, path === "" ? name : `${path}.${name}`);
  if (isList(tree) || node?.type === "array") {
    const items = below(node?.items, "[]", isList(tree) ? tree[0] : undefined);
    return { type: "array", ...(node?.minItems !== undefined && { minItems: node.minItems }), items };
  }
  const fields = fieldsOf(tree);
  const values = Object.values(node?.patternProperties ?? {})[0];
  if (values !== undefined || (fields !== undefined && "*" in fields))
    return { type: "object", additionalProperties: below(values, "*", fields?.["*"]) };
  const names = Object.keys(fields ?? node?.properties ?? {});
  const required = (node?.required ?? []).filter((name) => names.includes(name));
  return {
    type: "object",
    ...(required.length > 0 && { required }),
    ...(names.length > 0 && {
      properties: Object.fromEntries(
        names.map((name) => [name, below(node?.properties?.[name], name, of(fields, name))]),
      ),
    }),
    ...(fields === undefined && open),
  };
}

const of = (fields: Fields | undefined, name: string): FieldTree | undefined => fields?.[name];

const hasParts = (node: Node | undefined) => node?.type === "object" || node?.type === "array";

/** A value of an unknown type is kept and not judged. */
function scalar(node: Node | undefined): object {
  if (node === undefined) return open;
  const values = node.const === undefined ? node.enum : [node.const];
  return {
    type: values === undefined ? node.type : "string",
    ...(values !== undefined && { enum: values }),
    ...(node.pattern !== undefined && { pattern: node.pattern }),
    ...(node.minimum !== undefined && { minimum: node.minimum }),
  };
}
