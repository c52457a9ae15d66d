import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { documentOf } from "./document-text.ts";
import type { Edits, Parts, TextEdit } from "./edits.ts";
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
  const changes = textEdits(list, edits);
  // New ones end the output, unless its last document must keep its end.
  const placed = [...keptDocuments(list, edits, changes), ...newDocuments(list, edits, changes)].sort(
    (left, right) => left.start - right.start,
  );
  const output = { bytes, itemCount: placed.length, item: (index: number) => placed[index] ?? { start: 0, end: 0 } };
  return placed.map(({ name }, index) => {
    const { before, text, after } = documentOf(output, index);
    return { name, text: before + text + after };
  });
}

function keptDocuments(list: ListText, edits: Edits, changes: readonly TextEdit[]): readonly PlacedDocument[] {
  const moved = mover(changes);
  const { value } = list;
  if (value === undefined)
    throw new Error("The documents of a list that was split without their values have no names.");
  const kept = Array.from({ length: list.itemCount }, (_, index) => index).filter((index) => !edits.remove.has(index));
  return kept.map((index) => {
    const { start, end } = list.item(index);
    // A replaced document keeps its name; only the version of its API may be another.
    return { name: headOf(value(index)), start: moved(start, "start"), end: moved(end, "end") };
  });
}

/** New documents, each with its marker before it. */
function newDocuments({ newline }: ListText, { add }: Edits, changes: readonly TextEdit[]): readonly PlacedDocument[] {
  let at = placeOfPart(changes, add.parts[0]);
  return add.documents.map(({ name, length }) => {
    const start = at + `---${newline}`.length;
    at += length;
    return { name, start, end: at };
  });
}

/** Where a part of the changes is in the output. */
function placeOfPart(changes: readonly TextEdit[], wanted: Parts[number] | undefined): number {
  let shift = 0;
  for (const { start, end, parts } of changes) {
    const before = wanted === undefined ? -1 : parts.indexOf(wanted);
    if (before >= 0) return start + shift + sizeOf(parts.slice(0, before));
    shift += sizeOf(parts) - (end - start);
  }
  return 0;
}

const sizeOf = (parts: Parts): number =>
  parts.reduce((sum, part) => sum + (part instanceof Uint8Array ? part.length : Buffer.byteLength(part.valueOf())), 0);

/** Where a place of the input is in the output; to be asked for rising places. What is inserted at a document's start comes before it. */
function mover(changes: readonly TextEdit[]): (offset: number, is: "start" | "end") => number {
  let [next, shift] = [0, 0];
  return (offset, is) => {
    for (let change = changes[next]; change !== undefined; change = changes[next]) {
      const isBefore = is === "start" && change.start === offset && change.end === offset;
      if (change.start >= offset && !isBefore) break;
      shift += sizeOf(change.parts) - (change.end - change.start);
      next += 1;
    }
    return offset + shift;
  };
}
