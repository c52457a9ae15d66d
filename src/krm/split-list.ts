import { documentContentEnd } from "./document-content-end.ts";
import { ItemIndex, isLetter } from "./item-index.ts";
import type { ItemText, ListText, SeenKind, Span } from "./list-text.ts";
import { isResourceListVersion } from "./resource-list-version.ts";

const [newline, space, hash, dash, colon] = [10, 32, 35, 45, 58] as const;

/**
 * Splits the text of a ResourceList in the shape that kustomize and kpt write: block style, one document, ending in a line break. The items may
 * be indented, as other writers have them. It looks at the first bytes of each line and decodes nothing. Returns `undefined` for anything else,
 * which others split (`split-other-forms.ts`, `split-with-library.ts`); a property test holds this one and the library to agree.
 */
export function splitList(bytes: Buffer): ListText | undefined {
  const first = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (bytes[bytes.length - 1] !== newline || bytes.includes(13, first) || bytes.includes(0)) return undefined;
  const entries = new Map<string, Span>();
  const items = new ItemIndex();
  let key = "";
  let keyStart = first;
  let hasValue = false;
  /** Of the dashes of the items. */
  let column = 0;
  const next = (start: number) =>
    key === "" ? bytes.indexOf(newline, start) + 1 : nextShallowLine(bytes, start, column);
  for (let start = first; start < bytes.length; start = next(start)) {
    const head = bytes[start];
    if ((head === space || head === dash) && key === "items") {
      if (!lookAt(items, bytes, start, column)) return undefined;
    } else if (head === space) {
      if (key === "") return undefined;
    } else if (head === dash) {
      if (key === "" || hasValue || !isDash(bytes, start)) return undefined;
    } else if (head !== newline && head !== hash) {
      if (key !== "") entries.set(key, { start: keyStart, end: start });
      const end = bytes.indexOf(newline, start);
      key = keyAt(bytes, start, end);
      if (key === "" || entries.has(key)) return undefined;
      keyStart = start;
      hasValue = end > start + key.length + 1;
      if (key === "items") {
        if (end !== start + "items:".length) return undefined;
        column = dashColumn(bytes, end + 1);
      }
    }
  }
  if (key !== "") entries.set(key, { start: keyStart, end: bytes.length });
  const itemsEntry = entries.get("items");
  if (!isResourceList(bytes, entries) || itemsEntry === undefined || items.count === 0) return undefined;
  const itemsEnd = contentEnd(bytes, { start: items.start(items.count - 1), end: itemsEntry.end });
  const item = (index: number): ItemText => {
    const start = items.start(index);
    return { start, end: index + 1 < items.count ? items.start(index + 1) : itemsEntry.end, kind: items.kind(index) };
  };
  const list: ListText = {
    bytes,
    form: { kind: "block", indent: column },
    newline: "\n",
    itemCount: items.count,
    item,
    ofKind: (isWanted) => items.ofKind(isWanted),
    itemsEnd,
    entries,
    root: { kind: "block", end: bytes.length },
  };
  return column === 0 || isClear(list) ? list : undefined;
}

/** True for the kind of an item that has none, or none that can be seen without the library. */
export const hasNone = (kind: SeenKind): boolean => kind === undefined || kind === "";

/**
 * False where the library may see kinds that `splitList` does not, or another beginning or end of the list: a byte order mark, blank lines,
 * comments, keys without values. What that changes in the output, it changes in no list that a host writes.
 */
export function isClear({ bytes, entries, ofKind }: ListText): boolean {
  const lastStart = [...entries.values()].at(-1)?.start ?? 0;
  return (
    bytes[0] !== 0xef &&
    ofKind(hasNone).length === 0 &&
    documentContentEnd(bytes, lastStart, bytes.length) === bytes.length
  );
}

/** A line of the items that begins with a blank or a dash. False where it takes a parser to tell what it is. */
function lookAt(items: ItemIndex, bytes: Buffer, start: number, column: number): boolean {
  const at = column === 0 ? start : blanksEnd(bytes, start, start + column);
  const head = bytes[at];
  if (at === start + column) {
    if (head === dash) {
      if (!isDash(bytes, at)) return false;
      items.open(start);
    } else if (items.count === 0) return false;
    if (head === dash || head === space) {
      if (bytes[at + 1] === space) items.look(bytes, at + 2);
      return true;
    }
  }
  return head === newline || head === hash;
}

/** True for a dash that begins an item. */
const isDash = (bytes: Buffer, at: number) => bytes[at + 1] === space || bytes[at + 1] === newline;

/** The column of the dash that a line begins with; 0 where there is none. */
function dashColumn(bytes: Buffer, start: number): number {
  const at = blanksEnd(bytes, start, start + deepestColumn);
  return bytes[at] === dash ? at - start : 0;
}

/** Writers indent by two or four. */
const deepestColumn = 8;

/** Where the blanks at an offset end, or the offset up to which they are of interest. */
function blanksEnd(bytes: Buffer, start: number, limit: number): number {
  let at = start;
  while (at < limit && bytes[at] === space) at += 1;
  return at;
}

/** Where the next line begins that is indented by less than three blanks more than the items; nine of ten lines are indented more, inside them. */
function nextShallowLine(bytes: Buffer, from: number, column: number): number {
  for (let end = bytes.indexOf(newline, from); end >= 0; end = bytes.indexOf(newline, end + 1)) {
    if (bytes[end + 1] !== space || bytes[end + 2] !== space || bytes[end + 3] !== space) return end + 1;
    if (column > 0 && blanksEnd(bytes, end + 4, end + 4 + column) < end + 4 + column) return end + 1;
  }
  return bytes.length;
}

/** A span without the comment lines that end it: those belong to what follows. Blank lines stay, for a block scalar may own them. */
export function contentEnd(bytes: Buffer, { start, end }: Span): number {
  let last = end;
  for (let lineEnd = end; lineEnd > start; ) {
    const lineStart = bytes.lastIndexOf(newline, lineEnd - 2) + 1;
    if (lineStart <= start) break;
    const head = bytes[lineStart];
    if (head === hash) last = lineStart;
    else if (head !== newline) break;
    lineEnd = lineStart;
  }
  return last;
}

/** Where the blank lines behind an offset end. They must not be left to what is before: a block scalar may take them for its own. */
export function blankLinesEnd(bytes: Buffer, offset: number): number {
  let end = offset;
  for (let at = offset; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === newline) end = at + 1;
    else if (byte !== space && byte !== 9 && byte !== 13) return end;
  }
  return bytes.length;
}

/** The key of a line `key:` or `key: value`; empty for any other line. */
function keyAt(bytes: Buffer, start: number, end: number): string {
  const colonAt = keyEnd(bytes, start, end);
  return colonAt < 0 ? "" : bytes.toString("latin1", start, colonAt);
}

/** Where the colon is in a line `key:` or `key: value`; -1 for any other line. */
export function keyEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isLetter(bytes[at] ?? 0)) at += 1;
  return at > start && bytes[at] === colon && (at + 1 === end || bytes[at + 1] === space) ? at : -1;
}

function isResourceList(bytes: Buffer, entries: ReadonlyMap<string, Span>): boolean {
  /** Empty where another line may belong to the value: the library reads such a list. */
  const line = (key: string) => {
    const span = entries.get(key);
    if (span === undefined) return "";
    const [first = "", ...others] = bytes.toString("latin1", span.start, span.end).split("\n");
    return others.every((other) => /^\s*(?:#|$)/.test(other)) ? first : "";
  };
  return line("kind") === "kind: ResourceList" && isResourceListVersion(line("apiVersion").replace("apiVersion: ", ""));
}
