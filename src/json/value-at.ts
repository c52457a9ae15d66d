import { isObject, type JsonValue } from "./json-value.ts";

/** The value at a path of keys and list positions; `undefined` where the way there ends. Only a mapping's own keys count. */
export function valueAt(value: JsonValue | undefined, path: ReadonlyArray<string | number>): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((at, key) => {
    if (Array.isArray(at)) return typeof key === "number" ? at[key] : undefined;
    return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, value);
}
