import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { documentOf } from "./document-text.ts";
import type { Edits, TextEdit } from "./edits.ts";
import type { ListText, Span } from "./list-text.ts";
import { headOf, type ObjectName } from "./resource.ts";
import { splice, textEdits } from "./splice.ts";

/** A document of the output: what it is, and its text with the comments around it. */
export interface OutputDocument {
  readonly name: ObjectName;
  readonly text: string;
}

/** What a document is, and where it is in the output. */
interface PlacedDocument extends Span {
  readonly name: ObjectName;
}

/**
 * The documents of the output, as the library would find them there, without reading it a second time: of those that stay it is known what
 * they are, of new ones what they were written for. Throws `UnreadableInput` for a ResourceList, which holds no documents.
 */
export function outputDocuments(list: ListText, edits: Edits): readonly OutputDocument[] {
  if (list.form.kind !== "documents")
    throw new UnreadableInput(
      "The input is a ResourceList. One file per object can be written of YAML documents, as `kustomize build` prints them.",
    );
  const bytes = Buffer.concat(splice(list, edits).map((part) => Buffer.from(part)));
  const placed = [...keptDocuments(list, edits), ...newDocuments(list, edits, bytes.length)];
  const output = { bytes, itemCount: placed.length, item: (index: number) => placed[index] ?? { start: 0, end: 0 } };
  return placed.map(({ name }, index) => {
    const { before, text, after } = documentOf(output, index);
    return { name, text: before + text + after };
  });
}

function keptDocuments(list: ListText, edits: Edits): readonly PlacedDocument[] {
  const moved = mover(textEdits(list, edits));
  const kept = Array.from({ length: list.itemCount }, (_, index) => index).filter((index) => !edits.remove.has(index));
  return kept.map((index) => {
    const { start, end } = list.item(index);
    // A replaced document keeps its name; only the version of its API may be another.
    return { name: headOf(list.value?.(index) ?? null), start: moved(start), end: moved(end) };
  });
}

/** New documents end the output, each with its marker before it. */
function newDocuments({ newline }: ListText, { add }: Edits, end: number): readonly PlacedDocument[] {
  let at = end - add.documents.reduce((sum, { length }) => sum + length, 0);
  return add.documents.map(({ name, length }) => {
    const start = at + `---${newline}`.length;
    at += length;
    return { name, start, end: at };
  });
}

/** Where a place of the input is in the output; to be asked for rising places. */
function mover(changes: readonly TextEdit[]): (offset: number) => number {
  let [next, shift] = [0, 0];
  return (offset) => {
    for (let change = changes[next]; change !== undefined && change.start < offset; change = changes[next]) {
      shift += change.parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0) - (change.end - change.start);
      next += 1;
    }
    return offset + shift;
  };
}
