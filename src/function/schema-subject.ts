import type { Path } from "../findings/finding.ts";
import { article } from "./schema-words.ts";

/* What a sentence about a value that does not fit its schema speaks of. */

/** The first words of the sentence: a field, or the entry of a list. */
export function subject(value: unknown, path: Path): string {
  const key = path.at(-1);
  if (key === undefined) return "`the resource`";
  return isEntry(value, path) ? `Entry ${Number(key) + 1} of \`${path.findLast(isName)}\`` : `\`${key}\``;
}

const isName = (key: string | number) => typeof key === "string";

/** True for a path of an entry of a list. */
export const isEntry = (value: unknown, path: Path): boolean =>
  path.length > 0 && Array.isArray(valueAt(value, path.slice(0, -1)));

/** What to write instead of an entry that is null. */
export const entryFix = (expected: string): string => `Remove the entry, or write ${article(expected)}.`;

/** What a value has at a path. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}
