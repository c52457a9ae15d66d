import { type CST, isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { quotableName } from "../text/quotable.ts";
import { nodeValue, type ParsedDocument, textAt } from "../yaml/documents.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import type { ListForm, ListText, Span } from "./list-text.ts";
import { lineStart, nodesAsList } from "./nodes-as-list.ts";
import { isResourceListVersion } from "./resource-list-version.ts";
import { contentEnd } from "./split-list.ts";
import { documentEnd } from "./stream-lines.ts";

/** Splits a parsed ResourceList, in block or flow style. Throws `UnreadableInput` if it is not one. */
export function splitResourceList(
  bytes: Buffer,
  document: ParsedDocument,
  offset: (position: number) => number,
): ListText {
  const { contents } = document;
  if (!isMap(contents)) throw new UnreadableInput("The input is not a ResourceList.");
  const apiVersion = textAt(contents, "apiVersion");
  if (!isResourceListVersion(apiVersion)) {
    throw new UnreadableInput(
      `The ResourceList has apiVersion \`${quotableName(String(apiVersion))}\`, but the function reads only config.kubernetes.io/v1, v1beta1 and v1alpha1.`,
    );
  }
  const root = rootOf(bytes, contents, offset);
  const entries = entrySpans(contents, offset, bytes, root.end);
  const entryValue = (key: string) => nodeValue(contents.get(key, true), document, bytes);
  const items = contents.items.find(({ key }) => isScalar(key) && key.value === "items")?.value;
  if (!isSeq(items)) {
    if (items !== null && items !== undefined && !(isScalar(items) && items.value === null)) {
      throw new UnreadableInput("`items` of the ResourceList is not a list.");
    }
    const list = nodesAsList(bytes, formOf(root.kind, undefined), [], [], []);
    return { ...list, itemsEnd: root.end, entries, entryValue, root };
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
  const comma = last && lastComma(items.srcToken);
  return {
    ...list,
    itemsEnd: form.kind === "block" && last !== undefined ? contentEnd(bytes, last) : closingBracket(items, offset),
    ...(comma !== undefined && { itemsComma: offset(comma) + 1 }),
    entries,
    entryValue,
    root,
  };
}

function rootOf(bytes: Buffer, contents: YAMLMap, offset: (position: number) => number): ListText["root"] {
  if (contents.flow) {
    const comma = lastComma(contents.srcToken) !== undefined;
    return { kind: "flow", end: closingBracket(contents, offset), ...(comma && { comma }) };
  }
  const column = contents.srcToken?.type === "block-map" ? contents.srcToken.indent : 0;
  const end = documentEnd(bytes, offset(contents.range?.[2] ?? 0), bytes.length);
  return { kind: "block", end, ...(column > 0 && { column }) };
}

const closingBracket = ({ range }: YAMLMap | YAMLSeq, offset: (position: number) => number) =>
  offset(range?.[1] ?? 0) - 1;

/** Where the comma is that follows the last item of a collection in flow style, if one does. */
function lastComma(token: CST.Token | undefined): number | undefined {
  if (token?.type !== "flow-collection") return undefined;
  const last = token.items.at(-1);
  if (last === undefined || last.key || last.value) return undefined;
  return last.start.find(({ type }) => type === "comma")?.offset;
}

function formOf(root: "block" | "flow", items: YAMLSeq | undefined): ListForm {
  if (root === "flow") return { kind: "flow" };
  if (items === undefined) return { kind: "block", indent: 0 };
  return items.flow ? { kind: "flow" } : { kind: "block", indent: sourceToken(items)?.indent ?? 0 };
}

function sourceToken(node: YAMLSeq): CST.BlockSequence | undefined {
  return node.srcToken?.type === "block-seq" ? node.srcToken : undefined;
}

function blockSpans(bytes: Buffer, items: YAMLSeq, end: number, offset: (position: number) => number): readonly Span[] {
  const starts = (sourceToken(items)?.items ?? []).flatMap(({ start }) => {
    const dash = start.find(({ type }) => type === "seq-item-ind");
    return dash === undefined ? [] : [lineOrToken(bytes, offset(dash.offset))];
  });
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? end }));
}

/** The start of the line, unless something else than blanks is in it before, as in `? items` and `: - first`. */
function lineOrToken(bytes: Buffer, at: number): number {
  const start = lineStart(bytes, at);
  return /^(?:\xef\xbb\xbf)?[ ]*$/.test(bytes.toString("latin1", start, at)) ? start : at;
}

function flowSpans(items: YAMLSeq, offset: (position: number) => number): readonly Span[] {
  const tokens = items.srcToken?.type === "flow-collection" ? items.srcToken.items : [];
  return items.items.map((node, index): Span => {
    const range = isNode(node) && node.range ? node.range : ([0, 0] as const);
    // An anchor, a tag, and the mark of a pair without braces are parts of the item, but not of the node's range.
    const property = tokens[index]?.start.find(
      ({ type }) => type === "anchor" || type === "tag" || type === "explicit-key-ind",
    );
    return { start: offset(property?.offset ?? range[0]), end: offset(range[1]) };
  });
}

function entrySpans(
  map: YAMLMap,
  offset: (position: number) => number,
  bytes: Buffer,
  end: number,
): ReadonlyMap<string, Span> {
  const keys = map.items.flatMap(({ key, srcToken }: Pair) => {
    if (!isScalar(key) || !key.range) return [];
    const first = srcToken?.start?.find(
      ({ type }) => type === "explicit-key-ind" || type === "anchor" || type === "tag",
    );
    return [{ key: String(key.value), at: offset(first?.offset ?? key.range[0]) }];
  });
  // An empty key may be an anchor alone, which what is written behind it would take for its own.
  const isUnclear = map.items.some(({ key }) => isScalar(key) && (key.source === "<<" || key.value === null));
  if (isUnclear || keys.length < map.items.length)
    throw new UnreadableInput("The ResourceList has a key that is not plain text, such as `<<`. Write its keys out.");
  const seen = new Set<string>();
  for (const { key } of keys) {
    if (seen.has(key)) throw new UnreadableInput(`The ResourceList has the key \`${quotableName(key)}\` twice.`);
    seen.add(key);
  }
  return new Map(
    keys.map(({ key, at }, index) => {
      const next = keys[index + 1]?.at ?? end;
      const start = map.flow ? at : lineStart(bytes, at);
      return [key, { start, end: map.flow || next === end ? next : lineStart(bytes, next) }];
    }),
  );
}
