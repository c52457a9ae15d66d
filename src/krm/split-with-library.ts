import {
  type CST,
  type Document,
  type EmptyStream,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { JsonValue } from "./json-value.ts";
import { type ItemHint, itemHints, type ListForm, type ListText, type Span, UnreadableInput } from "./list-text.ts";
import { contentEnd } from "./split-list.ts";
import { jsonValueOf, kubectlOptions } from "./yaml-library.ts";

/** Why an input cannot be read. A value, not an exception: this module is bundled apart, and classes would not be the same. */
export interface Unreadable {
  readonly unreadable: string;
}

/**
 * Splits any text that YAML allows: JSON, flow style, indented items, several documents, anchors across items. It parses the whole
 * text, so it is slow; `splitList` takes what the hosts write. What is neither a ResourceList nor a stream of resources is unreadable.
 * `lenient` passes over documents that are no resources.
 */
export function splitWithLibrary(bytes: Buffer, { lenient = false } = {}): ListText | Unreadable {
  try {
    return split(bytes, lenient);
  } catch (error) {
    if (error instanceof UnreadableInput) return { unreadable: error.message };
    throw error;
  }
}

/** Reads one mapping by itself. `alias`: only for want of an anchor that stands elsewhere. */
export function readWithLibrary(
  text: string,
): { readonly value: JsonValue } | { readonly line: number; readonly problem: string; readonly alias?: true } {
  const document = parseDocument(text, { ...kubectlOptions, prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return { line: error.linePos?.[0].line ?? 1, problem: sentence(error.message) };
  try {
    return { value: jsonValueOf(document.contents, document) };
  } catch (failure) {
    if (failure instanceof ReferenceError && failure.message.startsWith("Unresolved alias"))
      return { line: 1, problem: "an alias has no anchor", alias: true };
    return { line: 1, problem: failure instanceof Error ? sentence(failure.message) : "it cannot be read" };
  }
}

function split(bytes: Buffer, lenient: boolean): ListText {
  const text = decode(bytes);
  const documents = parse(text).filter(
    ({ contents }) =>
      contents !== null &&
      !(isScalar(contents) && contents.value === null) &&
      (!lenient || (isMap(contents) && textAt(contents, "kind") !== "")),
  );
  if (lenient && documents.length === 0) return splitDocuments(bytes, [], () => 0);
  const [first, ...others] = documents;
  if (first === undefined)
    throw new UnreadableInput(
      "The input is empty. Expected a ResourceList, or Kubernetes resources as YAML documents.",
    );
  const offset = byteOffsets(text);
  const resourceList = documents.find(isResourceList);
  if (resourceList === undefined) return splitDocuments(bytes, documents, offset);
  if (others.length > 0) {
    throw new UnreadableInput(
      "The input has a ResourceList and other documents beside it. Put the other resources into its `items`.",
    );
  }
  return splitResourceList(bytes, first, offset);
}

function decode(bytes: Buffer): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0)
    throw new UnreadableInput(`The input is not text: byte ${zero} is zero. Expected a ResourceList in UTF-8.`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UnreadableInput("The input is not text in UTF-8. Expected a ResourceList as YAML or JSON.");
  }
}

type ParsedDocument = Document.Parsed<ParsedNode>;

function parse(text: string): readonly ParsedDocument[] {
  let documents: ParsedDocument[] | EmptyStream;
  try {
    documents = parseAllDocuments<ParsedNode>(text, { ...kubectlOptions, keepSourceTokens: true, prettyErrors: true });
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableInput("The input is nested too deeply to be read.");
    throw error;
  }
  if (!Array.isArray(documents)) return [];
  for (const { errors } of documents) {
    const [error] = errors;
    if (error === undefined) continue;
    const [place] = error.linePos ?? [];
    const where = place ? ` at line ${place.line}, column ${place.col}` : "";
    throw new UnreadableInput(`The input is not valid YAML${where}: ${sentence(error.message)}.`);
  }
  return documents;
}

/** The library's message without what it quotes: the line may hold a secret. */
const sentence = (message: string) => message.split(/ at line \d|:\s|\n|["`]/)[0]?.trim() ?? message;

/** Byte offset of a position in the text; asked for rising positions mostly, so it counts on from the last one. */
function byteOffsets(text: string): (position: number) => number {
  const ascii = Buffer.byteLength(text) === text.length;
  let [lastPosition, lastOffset] = [0, 0];
  return (position) => {
    if (ascii) return position;
    if (position < lastPosition) [lastPosition, lastOffset] = [0, 0];
    lastOffset += Buffer.byteLength(text.slice(lastPosition, position));
    lastPosition = position;
    return lastOffset;
  };
}

function isResourceList({ contents }: ParsedDocument): boolean {
  return (
    isMap(contents) &&
    textAt(contents, "kind") === "ResourceList" &&
    textAt(contents, "apiVersion").startsWith("config.kubernetes.io/")
  );
}

function splitDocuments(
  bytes: Buffer,
  documents: readonly ParsedDocument[],
  offset: (position: number) => number,
): ListText {
  const spans = documents.map((document, index): Span => {
    const { contents } = document;
    if (!isMap(contents) || textAt(contents, "kind") === "") {
      throw new UnreadableInput(
        `Document ${index + 1} of the input is neither a ResourceList nor a Kubernetes resource: it has no \`kind\`. The function reads a ResourceList from kustomize or kpt, or resources as YAML documents.`,
      );
    }
    const [start, end] = [document.contents?.range[0] ?? 0, document.contents?.range[2] ?? 0];
    return { start: lineStart(bytes, offset(start)), end: offset(end) };
  });
  return {
    ...listText(
      bytes,
      { kind: "documents" },
      spans,
      documents.map(({ contents }) => contents),
      documents,
    ),
    itemsEnd: bytes.length,
    entries: new Map(),
    root: { kind: "block", end: bytes.length },
  };
}

function splitResourceList(bytes: Buffer, document: ParsedDocument, offset: (position: number) => number): ListText {
  const { contents } = document;
  if (!isMap(contents)) throw new UnreadableInput("The input is not a ResourceList.");
  const apiVersion = textAt(contents, "apiVersion");
  if (!/^config\.kubernetes\.io\/v1(alpha1|beta1)?$/.test(apiVersion)) {
    throw new UnreadableInput(
      `The ResourceList has apiVersion \`${apiVersion}\`. The function reads config.kubernetes.io/v1, v1beta1 and v1alpha1.`,
    );
  }
  const root = { kind: contents.flow ? ("flow" as const) : ("block" as const), end: 0 };
  root.end = root.kind === "flow" ? offset(contents.range?.[1] ?? 0) - 1 : offset(contents.range?.[2] ?? 0);
  const entries = entrySpans(contents, offset, bytes, root.end);
  const entryValue = (key: string) => nodeValue(contents.get(key, true), document);
  const items = contents.items.find(({ key }) => isScalar(key) && key.value === "items")?.value;
  if (!isSeq(items)) {
    if (items !== null && items !== undefined && !(isScalar(items) && items.value === null)) {
      throw new UnreadableInput("`items` of the ResourceList is not a list.");
    }
    return {
      ...listText(bytes, formOf(root.kind, undefined), [], [], []),
      ...noItems(entries, items, offset, root),
      entries,
      entryValue,
      root,
    };
  }
  const form = formOf(root.kind, items);
  const itemsEntry = entries.get("items") ?? { start: 0, end: bytes.length };
  const spans = form.kind === "block" ? blockSpans(bytes, items, itemsEntry.end, offset) : flowSpans(items, offset);
  const list = listText(
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

function listText(
  bytes: Buffer,
  form: ListForm,
  spans: readonly Span[],
  nodes: readonly unknown[],
  documents: readonly ParsedDocument[],
): Pick<ListText, "bytes" | "form" | "newline" | "itemCount" | "item" | "withHint" | "value"> {
  const hints = nodes.map(hintOf);
  return {
    bytes,
    form,
    newline: bytes.includes("\r\n") ? "\r\n" : "\n",
    itemCount: spans.length,
    item: (index) => ({ ...(spans[index] ?? { start: 0, end: 0 }), hint: hints[index] ?? "other" }),
    withHint: (...wanted: readonly ItemHint[]) =>
      hints.flatMap((hint, index) => (wanted.includes(hint) ? [index] : [])),
    value: (index) => nodeValue(nodes[index], documents[index]),
  };
}

function nodeValue(node: unknown, document: ParsedDocument | undefined): JsonValue {
  if (document === undefined) return null;
  try {
    return jsonValueOf(node, document);
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) {
      throw new UnreadableInput(
        "The input uses YAML aliases in a way that would blow up or cannot be resolved. Write the values out.",
      );
    }
    throw error;
  }
}

function hintOf(node: unknown): ItemHint {
  if (!isMap(node)) return isScalar(node) ? "other" : "unclear";
  const kind = node.get("kind");
  if (typeof kind !== "string") return kind === undefined ? "other" : "unclear";
  return itemHints.find((hint) => hint === kind) ?? (kind.endsWith("List") ? "List" : "other");
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
  return new Map(
    keys.map(({ key, at }, index) => {
      const next = keys[index + 1]?.at ?? end;
      const start = map.flow ? at : lineStart(bytes, at);
      return [key, { start, end: map.flow || next === end ? next : lineStart(bytes, next) }];
    }),
  );
}

/** The text at a key of a mapping; empty where there is none, or something else. */
function textAt(map: YAMLMap, key: string): string {
  const value: unknown = map.get(key);
  return typeof value === "string" ? value : "";
}

function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(10, at - 1) + 1;
}
