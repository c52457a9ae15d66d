import { type FieldTree, isPlain, treeOfEntries, treeOfField } from "./field-tree.ts";

/**
 * Says whether a value fits a schema. The generated validators (`is-*.ts`) are made of these, one for each kind of schema that we use. With
 * the tree of the fields that are kept, all in one pass: whether it also is plain, as `isPlain` says. Every field of the schema is kept.
 */
export type Check = (value: unknown, kept?: FieldTree) => boolean;

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text: Check = (value) => typeof value === "string";
export const flag: Check = (value) => typeof value === "boolean";
export const number: Check = (value) => typeof value === "number" && Number.isFinite(value);

export const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value);

export const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);

export const integer =
  (minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;

export const either =
  (...checks: readonly Check[]): Check =>
  (value, kept) =>
    checks.some((check) => check(value, kept));

export const list =
  (item: Check, minimum = 0): Check =>
  (value, kept) => {
    if (!Array.isArray(value) || value.length < minimum) return false;
    const entries = kept && treeOfEntries(kept);
    for (let at = 0; at < value.length; at++) if (!item(value[at], entries)) return false;
    return true;
  };

export const map =
  (check: Check): Check =>
  (value, kept) => {
    if (!isFields(value)) return false;
    for (const key in value) {
      const field = value[key];
      if (!check(field, typeof field === "object" ? kept && treeOfField(kept, key) : undefined)) return false;
    }
    return true;
  };

/**
 * A mapping with these fields, `required` ones among them; in a `closed` one there may be no others. Their checks are made when there is a
 * mapping to check.
 */
export const fields = (
  make: () => Readonly<Record<string, Check>>,
  required: readonly string[] = [],
  closed = false,
): Check => {
  let known: ReadonlyMap<string, Check> | undefined;
  return (value, kept) => {
    if (!isFields(value)) return false;
    for (let at = 0; at < required.length; at++) if (!Object.hasOwn(value, required[at] ?? "")) return false;
    known ??= new Map(Object.entries(make()));
    for (const key in value) {
      const check = known.get(key);
      const field = value[key];
      if (check !== undefined) {
        // A scalar needs no tree.
        if (!check(field, typeof field === "object" ? kept && treeOfField(kept, key) : undefined)) return false;
      } else if (closed || (kept !== undefined && !isPlain(field, treeOfField(kept, key)))) return false;
    }
    return true;
  };
};
