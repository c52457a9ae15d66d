import { isObject, type JsonValue } from "../json/json-value.ts";

/**
 * Drops fields whose value is null, as the API server does for all that are not nullable; a nullable field that is null means the
 * same as an absent one to the operator. Nulls in lists stay: there the schema refuses them. In maps that the schema does not look into
 * a null becomes an empty text, as Go decodes it. Values without nulls are not copied.
 */
export function withoutNulls(value: JsonValue): JsonValue {
  return hasNull(value) ? cleaned(value, []) : value;
}

const keepsEntries = (path: readonly string[]) =>
  path.at(-1) === "matchLabels" || /^metadata (labels|annotations)$/.test(path.join(" "));

function hasNull(value: JsonValue): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.some(hasNull);
  if (!isObject(value)) return false;
  for (const key in value) {
    const field = value[key];
    // Most fields are scalars, which need no call.
    if (field === null || (typeof field === "object" && hasNull(field))) return true;
  }
  return false;
}

function cleaned(value: JsonValue, path: readonly string[]): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => cleaned(item, [...path, "*"]));
  const fields: Record<string, JsonValue> = {};
  for (const [key, field] of Object.entries(value)) {
    if (field !== null) fields[key] = cleaned(field, [...path, key]);
    else if (keepsEntries(path)) fields[key] = "";
  }
  return fields;
}
