import { isObject, type JsonValue } from "../json/json-value.ts";

/**
 * What becomes of a value by a patch: maps are merged, null removes a key, anything else replaces. So kustomize applies a patch to a resource
 * whose schema it does not know, and `kubectl patch --type merge` to any (RFC 7386).
 */
export function merged(value: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const result: Record<string, JsonValue> = isObject(value) ? { ...value } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete result[key];
    else result[key] = merged(result[key], change);
  }
  return result;
}
