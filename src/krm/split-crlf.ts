import type { ItemText, ListText, Span } from "./list-text.ts";
import { splitDocuments } from "./split-documents.ts";
import { contentEnd, isClear, splitList } from "./split-list.ts";

const [newline, return_] = [10, 13] as const;

/**
 * Splits a ResourceList or documents whose lines all end with CRLF, as checkouts on Windows have them: as the same text with LF is split.
 * Returns `undefined` for anything else, also where only some lines end so; a property test holds it and the library to agree.
 */
export function splitCrlf(bytes: Buffer): ListText | undefined {
  const plain = withoutReturns(bytes);
  const list = plain && (splitList(plain) ?? splitDocuments(plain));
  if (list === undefined || (list.form.kind === "block" && !isClear(list))) return undefined;
  const { itemCount, item, ofKind, form, entries } = list;
  const moved = offsetsBehind(list.bytes);
  const movedSpan = ({ start, end }: Span): Span => ({ start: moved(start), end: moved(end) });
  const movedEntries = new Map([...entries].map(([key, span]): [string, Span] => [key, movedSpan(span)]));
  const places = new Float64Array(2 * itemCount);
  for (let index = 0; index < itemCount; index += 1) {
    const { start, end } = movedSpan(item(index));
    places[2 * index] = start;
    places[2 * index + 1] = end;
  }
  const movedItem = (index: number): ItemText => ({
    start: places[2 * index] ?? 0,
    end: places[2 * index + 1] ?? 0,
    kind: item(index).kind,
  });
  return {
    bytes,
    form,
    newline: "\r\n",
    itemCount,
    item: movedItem,
    ofKind,
    itemsEnd: form.kind === "documents" ? bytes.length : contentEnd(bytes, movedItem(itemCount - 1)),
    entries: movedEntries,
    root: { kind: "block", end: bytes.length },
  };
}

/** The text with LF where it has CRLF; `undefined` where it has either of the two alone. */
function withoutReturns(bytes: Buffer): Buffer | undefined {
  if (bytes[0] === newline) return undefined;
  const plain = Buffer.allocUnsafeSlow(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte === return_) !== (bytes[at + 1] === newline)) return undefined;
    if (byte === return_) continue;
    plain[length] = byte;
    length += 1;
  }
  return plain.subarray(0, length);
}

/** Tells for an offset of a text where it is in the same text with CRLF. Asked for rising offsets mostly, so it counts on from the last one. */
function offsetsBehind(plain: Buffer): (offset: number) => number {
  let [lines, next, last] = [0, plain.indexOf(newline), 0];
  return (offset) => {
    if (offset < last) [lines, next] = [0, plain.indexOf(newline)];
    last = offset;
    for (; next >= 0 && next < offset; next = plain.indexOf(newline, next + 1)) lines += 1;
    return offset + lines;
  };
}
