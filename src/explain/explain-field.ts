import type { FieldExplanation, NamedField, Schema, Sources } from "./explanation.ts";
import { reachOf } from "./field-reach.ts";

/** A field of a resource or of the file with settings: its path without the marks of lists and maps. */
export interface Field {
  readonly of: FieldExplanation["of"];
  readonly path: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** Fields that stand for very many, which are explained by themselves. */
const isOpen = (path: string) =>
  path === "spec.backup.pgbackrest.global" || path === "spec.checks" || path === "checks";

/** All fields of a kind, each before those below it: first the whole. */
export function fieldsOf(of: FieldExplanation["of"], schemas: Sources["schemas"]): readonly Field[] {
  const below = (schema: Schema, path: string): readonly Field[] =>
    isOpen(path)
      ? []
      : Object.entries(partsOf(schema)).flatMap(([name, part]) => {
          const inner = path === "" ? name : `${path}.${name}`;
          const isRequired = withoutList(schema).required?.includes(name) === true;
          return [{ of, path: inner, schema: part, isRequired }, ...below(part, inner)];
        });
  return [{ of, path: "", schema: schemas[of], isRequired: true }, ...below(schemas[of], "")];
}

/** A list stands for its entries, and a map for its values. */
function withoutList(schema: Schema): Schema {
  if (schema.items !== undefined) return withoutList(schema.items);
  const { additionalProperties: values } = schema;
  return schema.properties === undefined && typeof values === "object" ? withoutList(values) : schema;
}

const partsOf = (schema: Schema): Readonly<Record<string, Schema>> => withoutList(schema).properties ?? {};

/** What a field means. */
export function explainField({ isRequired, of, path, schema }: Field): FieldExplanation {
  const { description = "", examples = [], pattern } = schema;
  const standard = schema.default;
  return {
    kind: "field",
    of,
    name: path,
    meaning: description,
    type: typeText(schema),
    isRequired,
    values: valuesOf(schema),
    ...(pattern !== undefined && { pattern }),
    ...(standard !== undefined && { default: textOf(standard) }),
    examples: examples.map(textOf),
    reaches: reachOf(of, path),
    fields: isOpen(path) ? [] : Object.entries(partsOf(schema)).map(namedField),
  };
}

const namedField = ([name, schema]: readonly [string, Schema]): NamedField => ({
  name,
  type: typeText(schema),
  meaning: schema.description ?? "",
});

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

const valuesOf = ({ anyOf = [], const: only, enum: choices }: Schema): readonly string[] =>
  choices !== undefined
    ? choices.map(textOf)
    : only !== undefined
      ? [textOf(only)]
      : anyOf.flatMap((each) => (each.const === undefined && each.enum === undefined ? [] : valuesOf(each)));

/** The type as `kubectl explain` writes it: `string`, `[]Object`, `map[string]string`. */
function typeText(schema: Schema): string {
  if (schema.items !== undefined) return `[]${typeText(schema.items)}`;
  if (schema.properties !== undefined) return "Object";
  if (typeof schema.additionalProperties === "object") return `map[string]${typeText(schema.additionalProperties)}`;
  const [pattern] = Object.values(schema.patternProperties ?? {});
  if (pattern !== undefined) return `map[string]${typeText(pattern)}`;
  if (typeof schema.type === "string") return schema.type === "object" ? "Object" : schema.type;
  const types = [schema.type ?? [], (schema.anyOf ?? []).map(typeText)].flat(2);
  return types.length > 0 ? [...new Set(types)].join(" or ") : "string";
}

/** The fields that a path means, whole or from some field on: `repos.schedule`. A path that is whole means one. */
export function fieldsNamed(written: string, fields: readonly Field[]): readonly Field[] {
  const [, kind, rest = ""] =
    /^(?:(postgresql|ExpandPgBackRest|functionConfig|config)(?:\.|$))?(.*)$/s.exec(written) ?? [];
  const path = rest.replace(/\[[^\]]*\]/g, "").replace(/\.$/, "");
  const wanted = kind === "functionConfig" ? "ExpandPgBackRest" : kind;
  const ofKind = fields.filter((field) => (wanted === undefined ? field.path !== "" : field.of === wanted));
  const whole = ofKind.filter((field) => field.path === path);
  // A field of the file with settings has no `spec` in front of it that would tell it from what a resource has somewhere.
  if (whole.some(({ of }) => kind !== undefined || of !== "config")) return whole;
  const inSection = ofKind.filter((field) => field.path === `spec.backup.pgbackrest.${path}`);
  const ending = ofKind.filter((field) => field.path.endsWith(`.${path}`));
  return [...whole, ...(inSection.length > 0 && path.includes(".") ? inSection : ending)];
}
