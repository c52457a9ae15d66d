import type { JsonValue } from "../krm/json-value.ts";

/**
 * Drops fields whose value is null, as the API server does for all that are not nullable; a nullable field that is null means the
 * same as an absent one to the operator. Nulls in lists stay: there the schema refuses them. Values without nulls are not copied.
 */
export function withoutNulls(value: JsonValue): JsonValue {
  return hasNull(value) ? cleaned(value) : value;
}

function hasNull(value: JsonValue): boolean {
  if (typeof value !== "object") return false;
  if (value === null) return true;
  for (const key in value) if (hasNull(Reflect.get(value, key))) return true;
  return false;
}

function cleaned(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  const fields: Record<string, JsonValue> = {};
  for (const [key, field] of Object.entries(value)) if (field !== null) fields[key] = cleaned(field);
  return fields;
}
