import { type CST, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { quotableName } from "../text/quotable.ts";
import { nodeValue, type ParsedDocument, textAt } from "../yaml/documents.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import type { ListForm, ListText, Span } from "./list-text.ts";
import { lineStart, nodesAsList } from "./nodes-as-list.ts";
import { contentEnd } from "./split-list.ts";

/** Splits a parsed ResourceList, in block or flow style. Throws `UnreadableInput` if it is not one. */
export function splitResourceList(
  bytes: Buffer,
  document: ParsedDocument,
  offset: (position: number) => number,
): ListText {
  const { contents } = document;
  if (!isMap(contents)) throw new UnreadableInput("The input is not a ResourceList.");
  const apiVersion = textAt(contents, "apiVersion");
  if (!/^config\.kubernetes\.io\/v1(alpha1|beta1)?$/.test(apiVersion)) {
    throw new UnreadableInput(
      `The ResourceList has apiVersion \`${quotableName(String(apiVersion))}\`, but the function reads only config.kubernetes.io/v1, v1beta1 and v1alpha1.`,
    );
  }
  const root = { kind: contents.flow ? ("flow" as const) : ("block" as const), end: 0 };
  root.end = root.kind === "flow" ? offset(contents.range?.[1] ?? 0) - 1 : offset(contents.range?.[2] ?? 0);
  const entries = entrySpans(contents, offset, bytes, root.end);
  const entryValue = (key: string) => nodeValue(contents.get(key, true), document, bytes);
  const items = contents.items.find(({ key }) => isScalar(key) && key.value === "items")?.value;
  if (!isSeq(items)) {
    if (items !== null && items !== undefined && !(isScalar(items) && items.value === null)) {
      throw new UnreadableInput("`items` of the ResourceList is not a list.");
    }
    return {
      ...nodesAsList(bytes, formOf(root.kind, undefined), [], [], []),
      ...noItems(entries, items, offset, root),
      entries,
      entryValue,
      root,
    };
  }
  const form = formOf(root.kind, items);
  const itemsEntry = entries.get("items") ?? { start: 0, end: bytes.length };
  const spans = form.kind === "block" ? blockSpans(bytes, items, itemsEntry.end, offset) : flowSpans(items, offset);
  const list = nodesAsList(
    bytes,
    form,
    spans,
    items.items,
    items.items.map(() => document),
  );
  const last = spans.at(-1);
  if (last === undefined) return { ...list, ...noItems(entries, items, offset, root), entries, entryValue, root };
  const itemsEnd = form.kind === "block" ? contentEnd(bytes, last) : offset(items.range?.[1] ?? 0) - 1;
  return { ...list, itemsEnd, entries, entryValue, root };
}

function formOf(root: "block" | "flow", items: YAMLSeq | undefined): ListForm {
  if (root === "flow") return { kind: "flow" };
  if (items === undefined || items.items.length === 0) return { kind: "block", indent: 0 };
  return items.flow ? { kind: "flow" } : { kind: "block", indent: sourceToken(items)?.indent ?? 0 };
}

/** The span that the first item replaces: the value of `items`, or nothing where the key is missing altogether. */
function noItems(
  entries: ReadonlyMap<string, Span>,
  items: unknown,
  offset: (position: number) => number,
  root: ListText["root"],
): Pick<ListText, "itemsEnd" | "emptyItems"> {
  const entry = entries.get("items");
  if (entry === undefined) return { itemsEnd: root.end, emptyItems: { start: root.end, end: root.end } };
  const range = (isSeq(items) || isScalar(items)) && items.range ? items.range : undefined;
  const emptyItems = range ? { start: offset(range[0]), end: offset(range[1]) } : { start: entry.end, end: entry.end };
  return { itemsEnd: emptyItems.start, emptyItems };
}

function sourceToken(node: YAMLSeq): CST.BlockSequence | undefined {
  return node.srcToken?.type === "block-seq" ? node.srcToken : undefined;
}

function blockSpans(bytes: Buffer, items: YAMLSeq, end: number, offset: (position: number) => number): readonly Span[] {
  const starts = (sourceToken(items)?.items ?? []).flatMap(({ start }) => {
    const dash = start.find(({ type }) => type === "seq-item-ind");
    return dash === undefined ? [] : [lineStart(bytes, offset(dash.offset))];
  });
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? end }));
}

function flowSpans(items: YAMLSeq, offset: (position: number) => number): readonly Span[] {
  return items.items.flatMap((node) => {
    const range = (isMap(node) || isSeq(node) || isScalar(node)) && node.range ? node.range : undefined;
    return range ? [{ start: offset(range[0]), end: offset(range[1]) }] : [];
  });
}

function entrySpans(
  map: YAMLMap,
  offset: (position: number) => number,
  bytes: Buffer,
  end: number,
): ReadonlyMap<string, Span> {
  const keys = map.items.flatMap(({ key }: Pair) =>
    isScalar(key) && key.range ? [{ key: String(key.value), at: offset(key.range[0]) }] : [],
  );
  const [repeated] = keys.filter(({ key }, index) => keys.findIndex((other) => other.key === key) < index);
  if (repeated !== undefined)
    throw new UnreadableInput(`The ResourceList has the key \`${quotableName(repeated.key)}\` twice.`);
  return new Map(
    keys.map(({ key, at }, index) => {
      const next = keys[index + 1]?.at ?? end;
      const start = map.flow ? at : lineStart(bytes, at);
      return [key, { start, end: map.flow || next === end ? next : lineStart(bytes, next) }];
    }),
  );
}
