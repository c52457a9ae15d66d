import { postgresqlFields } from "../../src/cpo/generated/postgresql-fields.ts";
import { postgresql } from "../../src/cpo/postgresql.ts";
import { nullableInPostgresql } from "../../src/cpo/refused-nulls.ts";
import { type FieldTree, fieldsOf, isList } from "../../src/json/field-tree.ts";
import { placeholderPatterns } from "../../src/secret/placeholder.ts";
import type { Node } from "../structural-schema.ts";
import { globalSchema, optionDefinitions } from "./global-schema.ts";
import { postgresqlWords } from "./postgresql-words.ts";
import { plain, type Schema } from "./schema.ts";

const section = "spec.backup.pgbackrest";

/** What `readCluster` asks for beside the schema. */
const required: Readonly<Record<string, readonly string[]>> = { [section]: ["image", "repos"] };

/**
 * The schema of a `postgresql` for editors: the names of fields from the resource's definition, their values from the schema that the program
 * judges by, and in `global` the options of pgBackRest. A field that the API server would drop is refused.
 */
export function postgresqlSchema(): Schema {
  const node: Node = plain(postgresql);
  return {
    title: "postgresql",
    description:
      "A PostgreSQL cluster of the CYBERTEC PG operator, with the options of pgBackRest in its backup section.",
    ...schemaOf(node, postgresqlFields(), ""),
    definitions: {
      filledInLater: {
        description: "A placeholder that a later step fills in, such as Flux's substitution or Argo CD Vault Plugin.",
        pattern: placeholderPatterns.map(({ source }) => `(?:${source})`).join("|"),
        type: "string",
      },
      ...optionDefinitions(),
    },
  };
}

function schemaOf(node: Node | undefined, tree: FieldTree | undefined, path: string): Schema {
  const words = postgresqlWords[path];
  if (path === `${section}.global`) return globalSchema(words?.description ?? "");
  const shape = shapeOf(node, tree, path);
  return mayBeNull(path, tree) && shape.type !== undefined
    ? { ...words, anyOf: [shape, { type: "null" }] }
    : { ...shape, ...words };
}

/** The program leaves nulls out of what it judges; of those it does not speak of, the API server keeps the first and does not see the others. */
const mayBeNull = (path: string, tree: FieldTree | undefined) =>
  path !== `${section}.repos` && (nullable.has(path) || (tree === undefined && !path.endsWith("[]")));

const nullable = new Set([...nullableInPostgresql()].map((path) => path.replace(/(additionalVolumes)\.\*/, "$1.[]")));

function shapeOf(node: Node | undefined, tree: FieldTree | undefined, path: string): Schema {
  const below = (under: Node | undefined, name: string, subtree: FieldTree | undefined) =>
    schemaOf(under, subtree, path === "" ? name : `${path}.${name}`);
  // Open in the resource's definition: what the operator decodes there is in our schema.
  if (tree === null || tree === true || tree === undefined) {
    if (node?.properties === undefined && node?.items === undefined) return { ...node };
    if (node.items !== undefined) return { ...node, items: below(node.items, "[]", undefined) };
    return { ...node, properties: mapped(node.properties ?? {}, (name, each) => below(each, name, undefined)) };
  }
  if (isList(tree)) {
    const items = below(node?.items, "[]", tree[0]);
    return { type: "array", ...(node?.minItems !== undefined && { minItems: node.minItems }), items };
  }
  const fields = fieldsOf(tree) ?? {};
  const values = Object.values(node?.patternProperties ?? {})[0];
  if ("*" in fields) return { type: "object", additionalProperties: below(values, "*", fields["*"]) };
  const needed = required[path] ?? (node?.required ?? []).filter((name) => name in fields);
  return {
    type: "object",
    ...(needed.length > 0 && { required: needed }),
    properties: mapped(fields, (name, subtree) => below(node?.properties?.[name], name, subtree)),
    additionalProperties: false,
  };
}

const mapped = <Value>(
  entries: Readonly<Record<string, Value>>,
  change: (name: string, value: Value) => Schema,
): Readonly<Record<string, Schema>> =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, change(name, value)]));
