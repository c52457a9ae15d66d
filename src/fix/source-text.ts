import { isAlias, isMap, isNode, isScalar, isSeq, Scalar, visit, type YAMLMap } from "yaml";
import type { Path } from "../findings/finding.ts";
import { type ParsedDocument, parseDocuments } from "../yaml/documents.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import type { FoundPair } from "./found-pair.ts";

/**
 * A text with mistakes to be mended. It is parsed, cut into lines and searched once, however many there are in it, and only when somebody asks:
 * a file of pgBackRest is no YAML. Offsets are in UTF-16 units.
 */
export interface SourceText {
  readonly text: string;
  readonly lineEnd: "\n" | "\r\n";
  /** True where a carriage return is in it. */
  readonly hasReturns: boolean;
  /** None where it is not valid YAML. */
  readonly documents: () => readonly ParsedDocument[];
  /** The offset at which a line begins, counted from 1; `undefined` beyond the last one. */
  readonly lineStart: (line: number) => number | undefined;
  /** The line of an offset, counted from 1. */
  readonly lineAt: (offset: number) => number;
  /** The pairs whose key, or whose value, begins at an offset: the value of a block mapping begins where its first key does. Outer ones come first. */
  readonly pairsAt: (offset: number) => readonly FoundPair[];
  /** The scalar of literal text that an offset is in. */
  readonly blockAround: (offset: number) => FoundBlock | undefined;
}

export interface FoundBlock {
  /** The key that it is the value of. */
  readonly key: string | undefined;
  readonly scalar: Scalar;
  readonly start: number;
  readonly end: number;
}

export function sourceText(text: string): SourceText {
  const documents = once(() => documentsOf(text));
  const starts = once(() => [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]);
  const pairs = once(() => pairsByOffset(documents()));
  const blocks = once(() => documents().flatMap(blocksOf));
  return {
    text,
    lineEnd: text.includes("\r\n") ? "\r\n" : "\n",
    hasReturns: text.includes("\r"),
    documents,
    lineStart: (line) => starts()[line - 1],
    lineAt: (offset) => countUpTo(starts(), (start) => start, offset),
    pairsAt: (offset) => pairs().get(offset) ?? [],
    blockAround(offset) {
      const block = blocks()[countUpTo(blocks(), ({ start }) => start, offset) - 1];
      return block !== undefined && offset < block.end ? block : undefined;
    },
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
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

type Around = Pick<FoundPair, "kinds" | "anchors">;

function pairsByOffset(documents: readonly ParsedDocument[]): ReadonlyMap<number, readonly FoundPair[]> {
  const found = new Map<number, FoundPair[]>();
  for (const document of documents) {
    const aliases = aliasesOf(document);
    const walk = (node: unknown, path: Path, around: Around): void => {
      if (!isSeq(node) && !isMap(node)) return;
      const anchors = node.anchor === undefined ? around.anchors : [...around.anchors, node.anchor];
      if (isSeq(node))
        for (const [index, item] of node.items.entries()) walk(item, [...path, index], { ...around, anchors });
      else walkMap(node, path, { ...around, anchors });
    };
    const walkMap = (map: YAMLMap, path: Path, outside: Around): void => {
      const keys = new Set(map.items.map(({ key }) => (isScalar(key) ? key.value : key)));
      const kind: unknown = keys.has("kind") ? map.get("kind") : undefined;
      const around = typeof kind === "string" ? { ...outside, kinds: [...outside.kinds, kind] } : outside;
      for (const { key, value } of map.items) {
        if (!isScalar(key) || !isNode(value) || !value.range) continue;
        const pair = { document, map, keys, key, value, path: [...path, String(key.value)], ...around, aliases };
        for (const offset of new Set([value.range[0], key.range?.[0]]))
          if (offset !== undefined) found.set(offset, [...(found.get(offset) ?? []), pair]);
        walk(value, pair.path, around);
      }
    };
    walk(document.contents, [], { kinds: [], anchors: [] });
  }
  return found;
}

function aliasesOf(document: ParsedDocument): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, (_, node) => {
    if (isAlias(node)) names.add(node.source);
  });
  return names;
}

function blocksOf(document: ParsedDocument): readonly FoundBlock[] {
  const found: FoundBlock[] = [];
  visit(document, {
    Scalar(key, scalar, ancestors) {
      if (scalar.type !== Scalar.BLOCK_LITERAL || !scalar.range) return;
      const pair: unknown = ancestors.at(-1);
      const name =
        key === "value" && typeof pair === "object" && pair !== null && "key" in pair && isScalar(pair.key)
          ? String(pair.key.value)
          : undefined;
      found.push({ key: name, scalar, start: scalar.range[0], end: scalar.range[1] });
    },
  });
  return found;
}

/** How many of those that are in their order begin at an offset or before it. */
function countUpTo<Part>(parts: readonly Part[], startOf: (part: Part) => number, offset: number): number {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const part = parts[middle];
    if (part !== undefined && startOf(part) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
