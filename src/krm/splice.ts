import { writeYaml } from "../yaml/writer.ts";
import type { ListText, Span } from "./list-text.ts";
import { flowMargin, type NewItems } from "./new-items.ts";
import { contentEnd } from "./split-list.ts";

/**
 * Changes to the text of a list. Positions are those of the items, texts those of `item-text.ts`; `results` is the complete new entry, or
 * absent to leave it alone.
 */
export interface Edits {
  readonly replace: ReadonlyMap<number, string>;
  readonly remove: ReadonlySet<number>;
  readonly add: NewItems;
  readonly results?: readonly object[];
}

/** The parts of the output in order: slices of the input, which are not copied, and new text. */
export type Parts = ReadonlyArray<Uint8Array | string>;

/** A span of the input, and what replaces it in the output. */
export interface TextEdit extends Span {
  readonly parts: Parts;
}

/** Applies the edits to the text. Every byte that no edit names leaves as it came. */
export function splice(list: ListText, edits: Edits): Parts {
  const parts: Array<Uint8Array | string> = [];
  let at = 0;
  for (const change of textEdits(list, edits)) {
    if (change.start > at) parts.push(list.bytes.subarray(at, change.start));
    parts.push(...change.parts);
    at = Math.max(at, change.end);
  }
  if (at < list.bytes.length) parts.push(list.bytes.subarray(at));
  return parts;
}

/** The edits as changes of the text, in its order. */
export function textEdits(list: ListText, edits: Edits): readonly TextEdit[] {
  // Bytes are complete; strings still have the line break LF.
  const written = (part: Uint8Array | string) =>
    typeof part !== "string" || list.newline === "\n" ? part : part.replaceAll("\n", list.newline);
  return [...itemEdits(list, edits), ...additions(list, edits), ...resultsEdit(list, edits)]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, parts }) => ({ start, end, parts: parts.filter((part) => part !== "").map(written) }));
}

function itemEdits(list: ListText, { replace, remove }: Edits): readonly TextEdit[] {
  const own = (index: number): Span => {
    const span = list.item(index);
    return list.form.kind === "flow" ? span : { start: span.start, end: contentEnd(list.bytes, span) };
  };
  const replaced = [...replace].map(([index, text]) => {
    const span = own(index);
    return { ...span, parts: [isBehindMarker(list, span) ? `---\n${text}` : text] };
  });
  const firstKept = list.form.kind === "flow" ? firstKeptItem(list, remove) : 0;
  const removed = [...remove].map((index) => ({
    ...(list.form.kind === "flow" ? flowRemoval(list, index, firstKept) : withMarker(list, own(index))),
    parts: [],
  }));
  return [...replaced, ...removed];
}

/** True for a document in the line of its marker: the marker is in its span, and no mapping in block style may follow it. */
const isBehindMarker = ({ bytes, form }: ListText, { start }: Span) =>
  form.kind === "documents" && /^\ufeff?---[ \t]/.test(bytes.toString("utf8", start, start + 7));

/** A document goes with the marker in the line before it. */
function withMarker({ bytes, form }: ListText, { start, end }: Span): Span {
  const marker =
    form.kind === "documents"
      ? /(?:^|\n)(---[ \t]*\r?\n)$/.exec(bytes.toString("latin1", Math.max(0, start - 80), start))
      : null;
  return { start: start - (marker?.[1]?.length ?? 0), end };
}

/** The position of the first item that stays. */
function firstKeptItem({ itemCount }: ListText, remove: ReadonlySet<number>): number {
  let first = 0;
  while (first < itemCount && remove.has(first)) first += 1;
  return first;
}

/** An item of a flow sequence goes with the comma that separated it from an item that stays: the one before it, if an earlier one stays. */
function flowRemoval(list: ListText, index: number, firstKept: number): Span {
  const { start, end } = list.item(index);
  if (firstKept < index) return { start: list.item(index - 1).end, end };
  return { start, end: index + 1 < list.itemCount ? list.item(index + 1).start : end };
}

function additions(list: ListText, { add, remove }: Edits): readonly TextEdit[] {
  if (add.count === 0) {
    const allRemoved = list.itemCount > 0 && remove.size === list.itemCount && list.form.kind === "block";
    // `items:` with nothing below it would be null.
    return allRemoved
      ? [{ start: list.itemsEnd, end: list.itemsEnd, parts: [`${" ".repeat(indentOf(list))}[]\n`] }]
      : [];
  }
  if (list.emptyItems !== undefined) return [firstItems(list, list.emptyItems, add.parts)];
  const at = { start: list.itemsEnd, end: list.itemsEnd };
  if (list.form.kind === "flow") {
    const followsItem = remove.size < list.itemCount && !endsWithComma(list);
    const line = `\n${flowMargin(list)}`;
    return [{ ...at, parts: [followsItem ? `,${line}` : line, ...add.parts, line] }];
  }
  return [{ ...at, parts: [lineBreak(list, list.itemsEnd), ...add.parts] }];
}

function firstItems(list: ListText, empty: Span, items: Parts): TextEdit {
  if (list.form.kind === "flow") {
    const line = `\n${flowMargin(list)}`;
    const value = [`[${line}`, ...items, `${line}]`];
    if (list.entries.has("items")) return { ...empty, parts: value };
    return { ...empty, parts: [`${list.entries.size > 0 ? "," : ""}\n"items": `, ...value, "\n"] };
  }
  if (list.entries.has("items")) {
    const entryEnd = list.entries.get("items")?.end ?? empty.end;
    // What follows the value on its line (a comment, the line break) stays behind the list.
    const rest = list.bytes.toString("utf8", empty.end, entryEnd);
    const comment = /^[ \t]*(?:#[^\n]*)/.exec(rest)?.[0] ?? "";
    const end = empty.end + Buffer.byteLength(/^[^\n]*\n?/.exec(rest)?.[0] ?? "");
    const openLine = list.bytes[empty.start - 1] === 10 ? "" : `${comment}\n`;
    return { start: empty.start, end, parts: [openLine, ...items] };
  }
  return { ...empty, parts: [`${lineBreak(list, empty.start)}items:\n`, ...items] };
}

function indentOf(list: ListText): number {
  return list.form.kind === "block" ? Math.max(list.form.indent, 1) : 0;
}

const lineBreak = (list: ListText, at: number) => (at === 0 || list.bytes[at - 1] === 10 ? "" : "\n");

function endsWithComma(list: ListText): boolean {
  const end = list.item(list.itemCount - 1).end;
  return /^[^\]]*,/.test(list.bytes.toString("utf8", end, list.itemsEnd));
}

function resultsEdit(list: ListText, { results }: Edits): readonly TextEdit[] {
  if (results === undefined || list.form.kind === "documents") return [];
  const entry = list.entries.get("results");
  if (list.root.kind === "flow") {
    const text = `"results": ${JSON.stringify(results)}`;
    if (entry === undefined)
      return results.length === 0 ? [] : [{ start: list.root.end, end: list.root.end, parts: [`,\n${text}\n`] }];
    const isLast = entry.end === list.root.end;
    return [{ ...entry, parts: [isLast ? `${text}\n` : `${text},\n`] }];
  }
  const text = results.length === 0 ? "" : writeYaml({ results }, 0);
  if (entry !== undefined) return [{ ...entry, parts: [text] }];
  return text === ""
    ? []
    : [{ start: list.root.end, end: list.root.end, parts: [lineBreak(list, list.root.end) + text] }];
}
