import type { JsonValue } from "../json/json-value.ts";
import { readItem } from "../yaml/reader.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import type { ListText } from "./list-text.ts";
import { documentText, splitDocuments } from "./split-documents.ts";
import { readWithLibrary, splitWithLibrary, type Unreadable } from "./split-with-library.ts";

/**
 * Splits what `splitWithLibrary` splits, and nearly always without it. Of documents that are written plainly, each is read when its value is
 * asked for, which may throw `UnreadableInput`; one that nobody asks for need not be YAML.
 */
export function splitStream(bytes: Buffer, { lenient = false } = {}): ListText | Unreadable {
  const list = splitDocuments(bytes);
  return list === undefined ? splitWithLibrary(bytes, { lenient }) : withValues(list);
}

/** Documents that `splitDocuments` found, with the value that each has to the library. */
export function withValues(list: ListText): ListText {
  const { bytes, item } = list;
  let whole: ListText | Unreadable | undefined;
  const value = (index: number): JsonValue => {
    const text = documentText(list, item(index));
    const plain = readItem(text, 0);
    if (plain !== undefined) return plain;
    const read = readWithLibrary(text);
    if ("value" in read) return read.value;
    // What is wrong, and where in the whole text.
    whole ??= splitWithLibrary(bytes);
    if ("unreadable" in whole) throw new UnreadableInput(whole.unreadable, whole.at);
    return whole.value?.(index) ?? null;
  };
  return { ...list, value };
}
