/** A value as JSON can hold it: what a resource is made of. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A mapping, the only shape that a resource can have. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** True for a mapping. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
