import { isObject, type JsonValue } from "./json-value.ts";

type Path = ReadonlyArray<string | number>;

/** A copy without the fields at these paths. */
export const without = (value: JsonValue, paths: readonly Path[]): JsonValue =>
  changedAt(value, paths, () => undefined);

/** A copy in which the fields at these paths are others, or left out. Entries of a list cannot be left out, so they stay. */
export function changedAt(
  value: JsonValue,
  paths: readonly Path[],
  change: (field: JsonValue) => JsonValue | undefined,
): JsonValue {
  if (typeof value !== "object" || value === null || paths.length === 0) return value;
  const under = new Map<string | number | undefined, Path[]>();
  for (const [key, ...rest] of paths) {
    const known = under.get(key);
    if (known === undefined) under.set(key, [rest]);
    else known.push(rest);
  }
  if (Array.isArray(value))
    return value.map((entry: JsonValue, at) => {
      const rest = under.get(at);
      if (rest === undefined) return entry;
      const isEntry = rest.some((path) => path.length === 0);
      return isEntry ? (change(entry) ?? changedAt(entry, rest, change)) : changedAt(entry, rest, change);
    });
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]): ReadonlyArray<readonly [string, JsonValue]> => {
      const rest = under.get(key);
      if (rest === undefined) return [[key, field]];
      if (!rest.some((path) => path.length === 0)) return [[key, changedAt(field, rest, change)]];
      const changed = change(field);
      return changed === undefined ? [] : [[key, changed]];
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
