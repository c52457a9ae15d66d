import { isMap, isScalar } from "yaml";
import { nodeValue, type ParsedDocument } from "../yaml/documents.ts";
import { type ItemHint, itemHints, type ListForm, type ListText, type Span } from "./list-text.ts";

/** What parsed nodes and their spans tell of a list; where new items go, the caller knows. */
export function nodesAsList(
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
    newline: bytes[bytes.indexOf(10) - 1] === 13 ? "\r\n" : "\n",
    itemCount: spans.length,
    item: (index) => ({ ...(spans[index] ?? { start: 0, end: 0 }), hint: hints[index] ?? "other" }),
    withHint: (...wanted: readonly ItemHint[]) =>
      hints.flatMap((hint, index) => (wanted.includes(hint) ? [index] : [])),
    value: (index) => nodeValue(nodes[index], documents[index]),
  };
}

function hintOf(node: unknown): ItemHint {
  if (!isMap(node)) return isScalar(node) ? "other" : "unclear";
  const kind = node.get("kind");
  if (typeof kind !== "string") return kind === undefined ? "other" : "unclear";
  return itemHints.find((hint) => hint === kind) ?? (kind.endsWith("List") ? "List" : "other");
}

/** Where the line begins that holds this byte. */
export function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(10, at - 1) + 1;
}
