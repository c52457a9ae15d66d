import { equalValues } from "../json/equal-values.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { parseQuantity } from "../kubernetes/quantity.ts";
import { isApiDefault } from "./api-defaults.ts";

export type FieldPath = ReadonlyArray<string | number>;

/** A field of an object that is not as it is wanted; a side that does not have it is undefined. */
export interface ChangedField {
  readonly path: FieldPath;
  readonly wanted: JsonValue | undefined;
  readonly found: JsonValue | undefined;
}

/** Fields that differ, as deep as they go. What means the same to Kubernetes does not differ. */
export function* changedFields(
  wanted: JsonValue | undefined,
  found: JsonValue | undefined,
  path: FieldPath,
): Iterable<ChangedField> {
  if (equalValues(wanted, found)) return;
  // Null is what an absent field is; so are an empty mapping and an empty list to the API server.
  const [left, right] = [isNothing(wanted) ? undefined : wanted, isNothing(found) ? undefined : found];
  if (left === undefined && right === undefined) return;
  if (left === undefined && right !== undefined && isImplied(path, right)) return;
  if (Array.isArray(left) && Array.isArray(right)) yield* changedEntries(left, right, path);
  else if (isObject(left) && isObject(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      // The old name of a field, which the API server fills in from the new one.
      if (key === "serviceAccount" && right[key] === right.serviceAccountName && !(key in left)) continue;
      yield* changedFields(left[key], right[key], [...path, key]);
    }
  } else if (isObject(left) && right === undefined) {
    for (const [key, value] of Object.entries(left)) yield* changedFields(value, undefined, [...path, key]);
  } else if (left === undefined && isObject(right)) {
    for (const [key, value] of Object.entries(right)) yield* changedFields(undefined, value, [...path, key]);
  } else if (!isSameAmount(left, right, path)) yield { path, wanted: left, found: right };
}

const isNothing = (value: JsonValue | undefined): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.values(value).every(isNothing));

/** True for what the API server fills in: a default, or a mapping of nothing but defaults. */
function isImplied(path: FieldPath, value: JsonValue): boolean {
  if (isNothing(value) || isApiDefault(path, value)) return true;
  return isObject(value) && Object.entries(value).every(([key, field]) => isImplied([...path, key], field));
}

/** `1000m` is `1`: the API server writes amounts in its own way. */
function isSameAmount(left: JsonValue | undefined, right: JsonValue | undefined, path: FieldPath): boolean {
  if (!path.includes("resources")) return false;
  const [one, two] = [left, right].map((value) =>
    typeof value === "string" || typeof value === "number" ? parseQuantity(String(value)) : undefined,
  );
  return one !== undefined && one === two;
}

/** Entries with names are told apart by these; their order is a change, too, except where it means nothing. */
function* changedEntries(
  given: readonly JsonValue[],
  stored: readonly JsonValue[],
  path: FieldPath,
): Iterable<ChangedField> {
  // In random order with the operator (contract 4.4); all of them must hold anyway.
  const isSet = path.at(-1) === "matchExpressions";
  const [left, right] = isSet ? [sorted(given), sorted(stored)] : [given, stored];
  const [ours, theirs] = [namesIn(left), namesIn(right)];
  if (ours === undefined || theirs === undefined) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1)
      yield* changedFields(left[index], right[index], [...path, index]);
    return;
  }
  for (const [index, name] of ours.entries()) {
    const at = theirs.indexOf(name);
    if (at < 0) yield { path: [...path, index], wanted: name, found: undefined };
    else yield* changedFields(left[index], right[at], [...path, index]);
  }
  for (const [index, name] of theirs.entries())
    if (!ours.includes(name)) yield { path: [...path, index], wanted: undefined, found: name };
  const common = theirs.filter((name) => ours.includes(name));
  const isInOrder = equalValues(
    ours.filter((name) => common.includes(name)),
    common,
  );
  if (!isInOrder && path.at(-1) !== "env") yield { path, wanted: ours.join(", "), found: theirs.join(", ") };
}

const sorted = (values: readonly JsonValue[]) =>
  [...values].sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));

/** The names of entries; undefined where one has none, or two have the same. */
function namesIn(values: readonly JsonValue[]): readonly string[] | undefined {
  const names = values.map(nameOf);
  const given = names.filter((name) => name !== undefined);
  return given.length === values.length && new Set(given).size === given.length ? given : undefined;
}

function nameOf(value: JsonValue): string | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value.name === "string") return value.name;
  return isObject(value.metadata) && typeof value.metadata.name === "string" ? value.metadata.name : undefined;
}
