import { type Document, isAlias, isNode, type Node, visit } from "yaml";

/** An alias that would stand without its anchor. */
export interface LostAnchor {
  readonly name: string;
  /** The lines, from 1, of both. */
  readonly anchorLine: number;
  readonly aliasLine: number;
}

/**
 * The first alias outside of some spans of a text whose anchor is inside of them, in documents that were parsed of the text. Spans are in
 * bytes; `offset` gives those of a position.
 */
export function lostAnchor(
  documents: readonly Document[],
  text: string,
  spans: ReadonlyArray<{ readonly start: number; readonly end: number }>,
  offset: (position: number) => number,
): LostAnchor | undefined {
  let found: LostAnchor | undefined;
  const line = (position: number) => text.slice(0, position).split("\n").length;
  // Of several anchors with one name, an alias means the last one before it; to Go's reader also one of an earlier document.
  const anchors = new Map<string, { readonly at: number; readonly isInside: boolean }>();
  for (const document of documents) {
    const cursor = spanCursor(spans);
    visit(document, (key, node) => {
      if (key === "value" && node === null) return undefined;
      if (!isNode(node)) return undefined;
      const at = positionOf(node);
      const isInside = cursor(offset(at));
      if (isAlias(node)) {
        const anchor = anchors.get(node.source);
        if (!isInside && anchor?.isInside) {
          // A node begins behind its anchor.
          const anchorAt = text.lastIndexOf(`&${node.source}`, anchor.at);
          found = { name: node.source, anchorLine: line(anchorAt), aliasLine: line(at) };
          return visit.BREAK;
        }
      } else if ("anchor" in node && typeof node.anchor === "string") anchors.set(node.anchor, { at, isInside });
      return undefined;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True where an alias has no anchor in its document. */
export function hasAliasFromElsewhere(document: Document): boolean {
  const anchors = new Set<string>();
  let found = false;
  visit(document, (_, node) => {
    if (isAlias(node)) found ||= !anchors.has(node.source);
    else if (isNode(node) && "anchor" in node && typeof node.anchor === "string") anchors.add(node.anchor);
  });
  return found;
}

const positionOf = (node: Node) => node.range?.[0] ?? 0;

/** Whether a place is in one of the spans, which are in order; quick for rising places. */
function spanCursor(
  spans: ReadonlyArray<{ readonly start: number; readonly end: number }>,
): (offset: number) => boolean {
  let next = 0;
  return (offset) => {
    for (let span = spans[next]; span !== undefined && span.end <= offset; span = spans[next]) next += 1;
    const span = spans[next];
    return span !== undefined && span.start <= offset && offset < span.end;
  };
}
