import { isMap, isScalar } from "yaml";
import { nodeValue, type ParsedDocument } from "../yaml/documents.ts";
import type { ListForm, ListText, SeenKind, Span } from "./list-text.ts";

/** What parsed nodes and their spans tell of a list; where new items go, the caller knows. */
export function nodesAsList(
  bytes: Buffer,
  form: ListForm,
  spans: readonly Span[],
  nodes: readonly unknown[],
  documents: readonly ParsedDocument[],
): Pick<ListText, "bytes" | "form" | "newline" | "itemCount" | "item" | "ofKind" | "value"> {
  const kinds = nodes.map(kindOf);
  return {
    bytes,
    form,
    // Of a text that mixes both, the last one: it stays there, or is in what an edit puts there, so that the next run finds the same.
    newline: bytes[bytes.lastIndexOf(10) - 1] === 13 ? "\r\n" : "\n",
    itemCount: spans.length,
    item: (index) => ({ ...(spans[index] ?? { start: 0, end: 0 }), kind: kinds[index] }),
    ofKind: (isWanted) => kinds.flatMap((kind, index) => (isWanted(kind) ? [index] : [])),
    value: (index) => nodeValue(nodes[index], documents[index], bytes),
  };
}

function kindOf(node: unknown): SeenKind {
  if (!isMap(node)) return isScalar(node) ? "" : undefined;
  const kind = node.get("kind");
  // Merged from another mapping, or behind a key that is an alias.
  if (kind === undefined) return node.items.every(({ key }) => isScalar(key) && key.source !== "<<") ? "" : undefined;
  return typeof kind === "string" ? kind : undefined;
}

/** Where the line begins that holds this byte. */
export function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(10, at - 1) + 1;
}
