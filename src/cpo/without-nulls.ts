import type { JsonValue } from "../krm/json-value.ts";

/**
 * Drops fields whose value is null, as the API server does for all that are not nullable; a nullable field that is null means the
 * same as an absent one to the operator. Nulls in lists stay: there the schema refuses them. Values without nulls are not copied.
 */
export function withoutNulls(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(withoutNulls);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  let changed = false;
  const fields: Record<string, JsonValue> = {};
  for (const [key, field] of Object.entries(value)) {
    const kept = withoutNulls(field);
    if (kept === null) changed = true;
    else {
      if (kept !== field) changed = true;
      fields[key] = kept;
    }
  }
  return changed ? fields : value;
}
