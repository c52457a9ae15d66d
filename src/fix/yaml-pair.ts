import { isAlias, isCollection, isMap, isNode, isScalar, isSeq, type Node, Scalar, visit, type YAMLMap } from "yaml";
import type { Path } from "../findings/finding.ts";
import { type ParsedDocument, parseDocuments } from "../yaml/documents.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";

/** A pair of a mapping in a text of YAML, with what is around it. */
export interface FoundPair {
  readonly document: ParsedDocument;
  readonly map: YAMLMap;
  readonly key: Scalar;
  readonly value: Node;
  /** From the document's top to the pair. */
  readonly path: Path;
  /** The anchors of what it is in. */
  readonly anchors: readonly string[];
}

/** The documents of a text; none where it is not valid. */
export function documentsOf(text: string): readonly ParsedDocument[] {
  try {
    return parseDocuments(text);
  } catch (error) {
    if (error instanceof UnreadableInput) return [];
    throw error;
  }
}

/** The pairs whose key, or whose value, begins at an offset of the text: the value of a block mapping begins where its first key does. */
export function pairsAt(documents: readonly ParsedDocument[], offset: number): readonly FoundPair[] {
  return documents.flatMap((document) =>
    document.range[0] <= offset && offset <= document.range[2]
      ? search(document, document.contents, offset, [], [])
      : [],
  );
}

function search(
  document: ParsedDocument,
  node: unknown,
  offset: number,
  path: Path,
  around: readonly string[],
): readonly FoundPair[] {
  if (!isSeq(node) && !isMap(node)) return [];
  const anchors = node.anchor === undefined ? around : [...around, node.anchor];
  if (isSeq(node))
    return node.items.flatMap((item, index) =>
      isAround(item, offset) ? search(document, item, offset, [...path, index], anchors) : [],
    );
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !isNode(value) || !value.range) return [];
    const here = [...path, String(key.value)];
    const isHere = value.range[0] === offset || key.range?.[0] === offset;
    const below = isAround(value, offset) ? search(document, value, offset, here, anchors) : [];
    return isHere ? [{ document, map: node, key, value, path: here, anchors }, ...below] : below;
  });
}

const isAround = (node: unknown, offset: number) =>
  isNode(node) && node.range && node.range[0] <= offset && offset <= node.range[1];

/** The scalar of literal text that a line stands in, by an offset in the line. */
export function blockAround(
  documents: readonly ParsedDocument[],
  offset: number,
): { readonly key: string | undefined; readonly scalar: Scalar; readonly document: ParsedDocument } | undefined {
  for (const document of documents) {
    if (!document.range || offset < document.range[0] || offset > document.range[2]) continue;
    let found: { key: string | undefined; scalar: Scalar; document: ParsedDocument } | undefined;
    visit(document, {
      Scalar(key, scalar, ancestors) {
        if (scalar.type !== Scalar.BLOCK_LITERAL || !scalar.range) return;
        if (offset < scalar.range[0] || offset >= scalar.range[1]) return;
        const pair: unknown = ancestors.at(-1);
        const name =
          key === "value" && typeof pair === "object" && pair !== null && "key" in pair && isScalar(pair.key)
            ? String(pair.key.value)
            : undefined;
        found = { key: name, scalar, document };
      },
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True where an alias of the document stands for this node, or one that it is in, so that a change to it changes another place, too. */
export function hasAlias({ document, value, anchors }: FoundPair): boolean {
  const names = new Set(anchors);
  if ((isScalar(value) || isCollection(value)) && value.anchor !== undefined) names.add(value.anchor);
  let found = false;
  visit(document, (_, node) => {
    if (isAlias(node)) found ||= names.has(node.source);
  });
  return found;
}
