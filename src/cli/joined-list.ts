import { documentOf } from "../krm/document-text.ts";
import type { ItemOrigin, ListText } from "../krm/list-text.ts";

/** The documents of several files as one list; a ResourceList counts as its items. `kustomizationOf` tells the kustomization of a file. */
export function joinedList(
  lists: ReadonlyArray<{ readonly path: string; readonly list: ListText }>,
  kustomizationOf: (path: string) => Pick<ItemOrigin, "root" | "isListed"> = () => ({}),
): ListText {
  const items = lists.flatMap(({ path, list }) => {
    const lineOf = lineCounter(list);
    return Array.from({ length: list.itemCount }, (_, index) => ({ path, list, index, lineOf }));
  });
  const parts = items.map(({ list, index }) =>
    list.form.kind === "documents"
      ? documentOf(list, index)
      : { before: "", text: `${JSON.stringify(list.value?.(index))}\n`, after: "" },
  );
  const spans: Array<{ start: number; end: number }> = [];
  let text = "";
  let length = 0;
  const append = (more: string) => {
    text += more;
    length += Buffer.byteLength(more);
    return length;
  };
  for (const part of parts) {
    const start = append((text === "" ? "" : "---\n") + part.before);
    spans.push({ start, end: append(part.text) });
    append(part.after);
  }
  const bytes = Buffer.from(text);
  return {
    bytes,
    form: { kind: "documents" },
    newline: "\n",
    itemCount: items.length,
    item: (index) => {
      const entry = items[index];
      return { ...(spans[index] ?? { start: 0, end: 0 }), kind: entry?.list.item(entry.index).kind };
    },
    ofKind: (isWanted) => items.flatMap(({ list, index }, at) => (isWanted(list.item(index).kind) ? [at] : [])),
    value: (index) => {
      const entry = items[index];
      return entry?.list.value?.(entry.index) ?? null;
    },
    origin: (index) => {
      const entry = items[index];
      if (entry === undefined) return undefined;
      const { root, isListed } = kustomizationOf(entry.path);
      return {
        path: entry.path,
        index: entry.index,
        line: entry.lineOf(entry.index),
        ...(root !== undefined && { root }),
        ...(isListed !== undefined && { isListed }),
      };
    },
    itemsEnd: bytes.length,
    entries: new Map(),
    root: { kind: "block", end: bytes.length },
  };
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
