import { isObject, type JsonValue } from "../json/json-value.ts";

/** A field that a schema does not have, or one that it requires and that is not there. */
export interface SchemaProblem {
  readonly path: ReadonlyArray<string | number>;
  readonly is: "unknown" | "missing";
}

/**
 * The fields of a value that a structural schema of a CustomResourceDefinition does not have, and those that it misses in it. Types and
 * formats are not judged. What is below an unknown field is not looked at.
 */
export function schemaProblems(schema: JsonValue | undefined, value: JsonValue): readonly SchemaProblem[] {
  const found: SchemaProblem[] = [];
  judge(schema, value, [], found);
  return found;
}

function judge(
  schema: JsonValue | undefined,
  value: JsonValue,
  path: ReadonlyArray<string | number>,
  found: SchemaProblem[],
): void {
  if (!isObject(schema)) return;
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) judge(schema.items, entry, [...path, index], found);
    return;
  }
  if (!isObject(value)) return;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const others = schema.additionalProperties;
  const isOpen =
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    schema["x-kubernetes-embedded-resource"] === true ||
    others === true;
  for (const [name, field] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) judge(properties[name], field, [...path, name], found);
    else if (isObject(others)) judge(others, field, [...path, name], found);
    else if (!isOpen) found.push({ path: [...path, name], is: "unknown" });
  }
  for (const name of Array.isArray(schema.required) ? schema.required : [])
    if (typeof name === "string" && !Object.hasOwn(value, name)) found.push({ path: [...path, name], is: "missing" });
}
