import {
  type Document,
  type DocumentOptions,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  type ParseOptions,
  parseDocument,
  type ScalarTag,
  type SchemaOptions,
  type YAMLMap,
} from "yaml";
import { goNumber } from "../go/number.ts";
import type { JsonValue } from "../json/json-value.ts";
import { quotableName } from "../text/quotable.ts";

/**
 * Numbers as kubectl reads them. The library's own rules take `e1` for one, read `0o17` as text, and round integers beyond 2^53. Such an
 * integer stays the text that it is, which no schema takes for a number.
 */
const integer: ScalarTag = {
  default: true,
  tag: "tag:yaml.org,2002:int",
  test: /^[-+.0-9]/,
  resolve: (text) => goNumber(text) ?? text,
};
/** Only for values that say `!!float`: the other tag comes first for those that do not. */
const float: ScalarTag = { ...integer, tag: "tag:yaml.org,2002:float" };

/** Dates and binary data, which kubectl leaves as text, and what `integer` and `float` replace. */
const replacedTags = /:(?:timestamp|binary|int|float)$/;

/** Options by which the library reads YAML as kubectl does (sigs.k8s.io/yaml on go-yaml v2, YAML 1.1). */
export const kubectlOptions = {
  version: "1.1",
  logLevel: "error",
  // The library compares every key with every other, which takes minutes for a mapping of 100,000; `jsonValueOf` looks itself.
  uniqueKeys: false,
  stringKeys: false,
  customTags: (tags) => [
    ...tags.filter((tag) => typeof tag === "string" || !replacedTags.test(tag.tag)),
    integer,
    float,
  ],
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** How often aliases may multiply the number of nodes in the text: an alias bomb does it more often. */
const maxAliasCount = 100;

/** A key that occurs twice in one mapping, which kubectl refuses. */
export class RepeatedKey extends Error {
  readonly offset: number;

  constructor(key: string, offset: number) {
    super(`the key \`${quotableName(key)}\` occurs twice in one mapping`);
    this.offset = offset;
  }
}

/** Throws `RepeatedKey`. `yes` and `on` are two keys: YAML 1.1 reads both as `true`, but hardly anyone who writes them does. */
function expectUniqueKeys(node: unknown): void {
  if (isSeq(node)) for (const item of node.items) expectUniqueKeys(item);
  if (!isMap(node)) return;
  const seen = new Set<string>();
  for (const { key, value } of node.items) {
    if (isScalar(key)) {
      const text = typeof key.value === "string" ? `text ${key.value}` : `plain ${key.source}`;
      if (seen.has(text) && key.value !== "<<") throw new RepeatedKey(String(key.value), key.range?.[0] ?? 0);
      seen.add(text);
    }
    expectUniqueKeys(value);
  }
}

/**
 * The value of a node of a document. Keys become text, as in JSON. Throws `ReferenceError` for an alias without its anchor, or for
 * too many aliases, and `RepeatedKey`.
 */
export function jsonValueOf(node: unknown, document: Document): JsonValue {
  if (!isNode(node)) return null;
  expectUniqueKeys(node);
  if (isAlias(node) && node.resolve(document) === undefined) throw new ReferenceError("Unresolved alias");
  return toJson(isScalar(node) || isCollection(node) || isAlias(node) ? node.toJS(document, { maxAliasCount }) : null);
}

function toJson(value: unknown): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "number")
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, field]) => [String(key), toJson(field)]));
  if (value instanceof Set) return Object.fromEntries([...value].map((key) => [String(key), null]));
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toJson(field)]));
  return null;
}

/** Line and column in a text, from 1. Columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** The first column behind what is meant, where that is known and on the same line. */
  readonly endColumn?: number;
}

/**
 * Finds fields of the resource that a text holds, by their paths: the key of a field, the beginning of an item of a list; those of the nearest
 * parent where a field is absent. The text is parsed once, and the keys of a mapping are sorted once, however many fields are asked for.
 */
export function positionsIn(text: string): (path: ReadonlyArray<string | number>) => Position {
  const counter = new LineCounter();
  const document = parseDocument(text, { ...kubectlOptions, lineCounter: counter });
  const pairsOf = new Map<unknown, ReadonlyMap<unknown, Pair>>();
  const fieldsOf = (map: YAMLMap) => {
    const known = pairsOf.get(map);
    if (known !== undefined) return known;
    const made = new Map<unknown, Pair>();
    for (const pair of map.items) {
      const name: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
      if (!made.has(name)) made.set(name, pair);
    }
    pairsOf.set(map, made);
    return made;
  };
  /** From the beginning of a node; to its end where that is a word on one line. */
  const spanOf = (node: unknown): Position | undefined => {
    if (!isNode(node) || !node.range) return undefined;
    const [start, end] = node.range;
    const { line, col: column } = counter.linePos(start);
    const isWord = isScalar(node) && end > start && !text.slice(start, end).includes("\n");
    return { line, column, ...(isWord && { endColumn: column + end - start }) };
  };
  return (path) => {
    let node: unknown = document.contents;
    let found = spanOf(node) ?? { line: 1, column: 1 };
    for (const key of path) {
      const pair = isMap(node) ? fieldsOf(node).get(key) : undefined;
      const item: unknown = isSeq(node) && typeof key === "number" ? node.items[key] : undefined;
      if (pair === undefined && !isNode(item)) break;
      node = pair === undefined ? item : pair.value;
      found = spanOf(pair === undefined ? item : pair.key) ?? found;
    }
    return found;
  };
}
