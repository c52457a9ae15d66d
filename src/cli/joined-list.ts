import { documentSpans } from "../krm/document-text.ts";
import type { ItemOrigin, ListText, SeenKind, Span } from "../krm/list-text.ts";
import { addTo } from "../text/groups.ts";

/** A file's documents, or its ResourceList, which counts as its items. */
export interface FileList {
  readonly path: string;
  readonly list: ListText;
  readonly kustomization: Pick<ItemOrigin, "root" | "isListed">;
}

/** The documents of several files as one list. */
export function joinedList(lists: readonly FileList[]): ListText {
  const items = lists.flatMap(({ path, list, kustomization }) => {
    const file = { path, list, kustomization, lineOf: lineCounter(list) };
    return Array.from({ length: list.itemCount }, (_, index) => ({ file, index, kind: list.item(index).kind }));
  });
  const { bytes, spans } = joined(items.map(({ file: { list }, index }) => ({ list, index })));
  const byKind = new Map<SeenKind, number[]>();
  for (const [at, { kind }] of items.entries()) addTo(byKind, kind, at);
  return {
    bytes,
    form: { kind: "documents" },
    newline: "\n",
    itemCount: items.length,
    item: (at) => ({ ...(spans[at] ?? { start: 0, end: 0 }), kind: items[at]?.kind }),
    ofKind: (isWanted) =>
      [...byKind].flatMap(([kind, at]) => (isWanted(kind) ? at : [])).sort((left, right) => left - right),
    value: (at) => {
      const entry = items[at];
      return entry?.file.list.value?.(entry.index) ?? null;
    },
    origin: (at) => {
      const entry = items[at];
      if (entry === undefined) return undefined;
      const { file, index } = entry;
      return { path: file.path, index, line: file.lineOf(index), ...file.kustomization };
    },
    itemsEnd: bytes.length,
    entries: new Map(),
    root: { kind: "block", end: bytes.length },
  };
}

/** The documents behind markers, with the comments around them, and where each is without what is behind it. */
function joined(items: ReadonlyArray<{ readonly list: ListText; readonly index: number }>): {
  readonly bytes: Buffer;
  readonly spans: readonly Span[];
} {
  const [marker, lineBreak] = [Buffer.from("---\n"), Buffer.from("\n")];
  const pieces: Buffer[] = [];
  let length = 0;
  const append = (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
  };
  const appendSpan = ({ bytes }: ListText, { start, end }: Span) => {
    if (start === end) return;
    append(bytes.subarray(start, end));
    if (bytes[end - 1] !== 10) append(lineBreak);
  };
  const spans = items.map(({ list, index }): Span => {
    if (length > 0) append(marker);
    if (list.form.kind !== "documents") {
      const start = length;
      append(Buffer.from(`${JSON.stringify(list.value?.(index))}\n`));
      return { start, end: length };
    }
    const { before, text, after } = documentSpans(list, index);
    appendSpan(list, before);
    const start = length;
    appendSpan(list, text);
    const end = length;
    appendSpan(list, after);
    return { start, end };
  });
  return { bytes: Buffer.concat(pieces, length), spans };
}

/** The lines, counted from 1, at which the items of a list begin; all are counted in one pass when the first is asked for. */
function lineCounter({ bytes, item, itemCount }: ListText): (index: number) => number {
  let lines: readonly number[] | undefined;
  const count = () => {
    let line = 1;
    let at = bytes.indexOf(10);
    return Array.from({ length: itemCount }, (_, index) => {
      const { start } = item(index);
      for (; at >= 0 && at < start; at = bytes.indexOf(10, at + 1)) line += 1;
      return line;
    });
  };
  return (index) => {
    lines ??= count();
    return lines[index] ?? 1;
  };
}
