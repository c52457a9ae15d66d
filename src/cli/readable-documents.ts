import { itemsToParse } from "../function/items-that-matter.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import { splitCrlf } from "../krm/split-crlf.ts";
import { splitDocuments } from "../krm/split-documents.ts";
import { withValues } from "../krm/split-stream.ts";
import type { Unreadable } from "../krm/split-with-library.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";

/** Documents that are written plainly; `undefined` where one of them that has to be YAML is not, or has no value: the library says why. */
export function plainDocuments(
  bytes: Buffer,
  { path, found }: { readonly path: string; readonly found: boolean },
): ListText | undefined {
  const split = splitDocuments(bytes) ?? splitCrlf(bytes);
  if (split?.form.kind !== "documents") return undefined;
  // The file that a user names may be cut off: its last document must be complete, whatever it is.
  const last = found ? [] : [split.itemCount - 1];
  const list = readable(withValues(split), (each) => [...itemsToParse(each), ...last]);
  if ("unreadable" in list) return undefined;
  return {
    ...list,
    value(index) {
      try {
        return list.value?.(index) ?? null;
      } catch (error) {
        if (!(error instanceof UnreadableInput)) throw error;
        throw new UnreadableInput(`${path}: ${error.message}`, error.at);
      }
    },
  };
}

/** The list with the values that are wanted, which may be what cannot be read: a key that occurs twice, an alias without its anchor. */
export function readable(
  list: ListText | Unreadable,
  wanted: (list: ListText) => Iterable<number>,
): ListText | Unreadable {
  if ("unreadable" in list) return list;
  const values = new Map<number, JsonValue>();
  const valueAt = (index: number) => list.value?.(index) ?? null;
  try {
    for (const index of wanted(list)) if (!values.has(index)) values.set(index, valueAt(index));
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    return { unreadable: error.message, ...(error.at !== undefined && { at: error.at }) };
  }
  return { ...list, value: (index) => values.get(index) ?? valueAt(index) };
}
