import { documentSpans } from "../krm/document-text.ts";
import type { ItemOrigin, ListText, SeenKind, Span } from "../krm/list-text.ts";
import { addTo } from "../text/groups.ts";

/** The documents of several files as one list; a ResourceList counts as its items. `kustomizationOf` tells the kustomization of a file. */
export function joinedList(
  lists: ReadonlyArray<{ readonly path: string; readonly list: ListText }>,
  kustomizationOf: (path: string) => Pick<ItemOrigin, "root" | "isListed"> = () => ({}),
): ListText {
  const items = lists.flatMap(({ path, list }) => {
    const file = { path, list, lineOf: lineCounter(list), kustomization: kustomizationOf(path) };
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
    if (piece.length > 0) pieces.push(piece);
    length += piece.length;
  };
  /** Whole lines. */
  const appendLines = (lines: Buffer) => {
    append(lines);
    if (lines.length > 0 && lines.at(-1) !== 10) append(lineBreak);
  };
  const spans = items.map(({ list, index }): Span => {
    if (length > 0) append(marker);
    if (list.form.kind !== "documents") {
      const start = length;
      append(Buffer.from(`${JSON.stringify(list.value?.(index))}\n`));
      return { start, end: length };
    }
    const { before, text, after } = documentSpans(list, index);
    append(list.bytes.subarray(before.start, before.end));
    const start = length;
    appendLines(list.bytes.subarray(text.start, text.end));
    const end = length;
    appendLines(list.bytes.subarray(after.start, after.end));
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
