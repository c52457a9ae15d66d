import { additions } from "./additions.ts";
import type { Edits, Parts, TextEdit } from "./edits.ts";
import type { ListText, Span } from "./list-text.ts";
import { removedDocument } from "./removed-document.ts";
import { resultsEdit } from "./results-edit.ts";
import { blankLinesEnd, contentEnd } from "./split-list.ts";

/** Applies the edits to the text. Every byte that no edit names leaves as it came. */
export function splice(list: ListText, edits: Edits): Parts {
  const parts: Array<Parts[number]> = [];
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
  const written = (part: Parts[number]) =>
    typeof part !== "string" || list.newline === "\n" ? part : part.replaceAll("\n", list.newline);
  const changes: TextEdit[] = [];
  for (const { start, end, parts, onNewLine } of [
    ...itemEdits(list, edits),
    ...additions(list, edits),
    ...resultsEdit(list, edits),
  ].sort((a, b) => a.start - b.start)) {
    const lineBreak = onNewLine === true && !beginsLine(list.bytes, changes, start) ? ["\n"] : [];
    changes.push({ start, end, parts: [...lineBreak, ...parts].filter((part) => part !== "").map(written) });
  }
  return changes;
}

/** True where what comes at an offset of the text, behind some changes, begins a line. */
function beginsLine(bytes: Buffer, changes: readonly TextEdit[], offset: number): boolean {
  let at = offset;
  for (let index = changes.length - 1; index >= 0; index -= 1) {
    const change = changes[index];
    if (change === undefined || change.end < at) break;
    const last = change.parts.at(-1);
    if (last !== undefined) return last instanceof Uint8Array ? last.at(-1) === 10 : last.valueOf().endsWith("\n");
    at = Math.min(at, change.start);
  }
  return at === 0 || bytes[at - 1] === 10;
}

function itemEdits(list: ListText, { replace, remove }: Edits): readonly TextEdit[] {
  const own = (index: number): Span => {
    const span = list.item(index);
    return list.form.kind === "flow" ? span : { start: span.start, end: contentEnd(list.bytes, span) };
  };
  const replaced = [...replace].map(([index, text]) => {
    const span = own(index);
    if (isBehindMarker(list, span)) return { ...span, parts: [`---\n${text}`] };
    return { ...span, parts: [isBehindOther(list, span) ? text.trimStart() : text] };
  });
  const firstKept = list.form.kind === "block" ? 0 : firstKeptItem(list, remove);
  const removed = [...remove].flatMap((index): readonly TextEdit[] => {
    if (list.form.kind === "flow") return [{ ...flowRemoval(list, index, firstKept), parts: [] }];
    const { start, end } = own(index);
    const span = { start, end: blankLinesEnd(list.bytes, end) };
    if (list.form.kind === "documents") {
      const follows = index > 0 && !remove.has(index - 1);
      return removedDocument(list, index, span, { follows, leads: index < firstKept });
    }
    return [{ ...span, parts: [isBehindOther(list, span) ? "\n" : ""] }];
  });
  // Two documents that go may both take the lines between them along.
  return [...replaced, ...new Map(removed.map((edit) => [edit.start, edit])).values()];
}

/** True for a document in the line of its marker: the marker is in its span, and no mapping in block style may follow it. */
const isBehindMarker = ({ bytes, form }: ListText, { start }: Span) =>
  form.kind === "documents" && /^\ufeff?---[ \t]/.test(bytes.toString("utf8", start, start + 7));

/** True for an item in a line that begins with something else, as in `? items` and `: - first`. */
const isBehindOther = ({ bytes, form }: ListText, { start }: Span) =>
  form.kind === "block" && start > 0 && bytes[start - 1] !== 10;

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
  return { start, end: index + 1 < list.itemCount ? list.item(index + 1).start : (list.itemsComma ?? end) };
}
