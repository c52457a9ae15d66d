import { isObject, type JsonValue } from "./json-value.ts";

type Path = ReadonlyArray<string | number>;

/** A copy without the fields at these paths. */
export function without(value: JsonValue, paths: readonly Path[]): JsonValue {
  if (typeof value !== "object" || value === null || paths.length === 0) return value;
  const under = (key: string | number) => paths.filter(([first]) => first === key).map((path) => path.slice(1));
  if (Array.isArray(value)) return value.map((entry: JsonValue, at) => without(entry, under(at)));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => {
      const rest = under(key);
      return rest.some((path) => path.length === 0) ? [] : [[key, without(field, rest)]];
    }),
  );
}

/** A copy with a field that was not there; undefined where there is one, or where its parent is not a mapping. */
export function withField(value: JsonValue, [key, ...rest]: Path, field: JsonValue): JsonValue | undefined {
  if (key === undefined) return field;
  if (Array.isArray(value)) {
    const entry: JsonValue | undefined = typeof key === "number" ? value[key] : undefined;
    const changed = entry === undefined ? undefined : withField(entry, rest, field);
    return changed === undefined ? undefined : value.map((other: JsonValue, at) => (at === key ? changed : other));
  }
  if (!isObject(value)) return undefined;
  const current = Object.hasOwn(value, key) ? value[key] : undefined;
  if (rest.length === 0) return current === undefined || current === null ? { ...value, [key]: field } : undefined;
  const changed = withField(current ?? {}, rest, field);
  return changed === undefined ? undefined : { ...value, [key]: changed };
}
