import { isMap, isScalar, type Node, Scalar } from "yaml";
import { jsonValueOf } from "../yaml/library.ts";
import type { Edit, Splice, Written } from "./edit.ts";
import { type FoundPair, hasAlias } from "./found-pair.ts";
import type { SourceText } from "./source-text.ts";

/** What a pair holds, for a fix to judge. */
export const writtenOf = ({ key, value, document }: FoundPair): Written => ({
  form: "yaml",
  key: String(key.value),
  value: jsonValueOf(value, document),
});

/** The splice that makes an edit to a pair, in the style in which it is written; `undefined` where it cannot be made without more. */
export function yamlSplice({ text, lineEnd }: SourceText, pair: FoundPair, edit: Edit): Splice | undefined {
  const { key, value } = pair;
  if (!key.range || !value.range || hasAlias(pair)) return undefined;
  switch (edit.do) {
    case "set":
      return setTo(text, value, edit.value);
    case "unquote": {
      const isQuoted = isScalar(value) && (value.type === Scalar.QUOTE_DOUBLE || value.type === Scalar.QUOTE_SINGLE);
      return isQuoted && /^(?:0|[1-9]\d*|true|false)$/.test(String(value.value))
        ? { start: value.range[0], end: value.range[1], text: String(value.value) }
        : undefined;
    }
    case "quote": {
      const { source } = isScalar(value) ? value : {};
      // Other spellings of a number are another text than pgBackRest reads.
      return source !== undefined && /^(?:0|[1-9]\d*)$/.test(source) && isScalar(value) && value.type === Scalar.PLAIN
        ? { start: value.range[0], end: value.range[0] + source.length, text: `"${source}"` }
        : undefined;
    }
    case "rename":
      return pair.keys.has(edit.key)
        ? undefined
        : { start: key.range[0], end: key.range[1], text: inStyle(key, edit.key) };
    case "insert": {
      if (pair.keys.has(edit.key) || isExplicit(text, key)) return undefined;
      const pairText = `${inStyle(key, edit.key)}: ${key.type === Scalar.QUOTE_DOUBLE ? JSON.stringify(edit.value) : edit.value}`;
      const start = key.range[0];
      if (pair.map.flow) return { start, end: start, text: `${pairText}, ` };
      const column = start - (text.lastIndexOf("\n", start - 1) + 1);
      return { start, end: start, text: `${pairText}${lineEnd}${" ".repeat(column)}` };
    }
    case "remove":
      return removal(text, pair);
  }
}

function setTo(text: string, node: Node, value: string): Splice | undefined {
  if (!node.range || isMap(node)) return undefined;
  const [start, end] = node.range;
  if (isScalar(node) && node.type === Scalar.QUOTE_SINGLE) return { start, end, text: `'${value}'` };
  if (isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED)) {
    const block = text.slice(start, end);
    // A comment behind the mark would be lost.
    const [header = ""] = block.split("\n", 1);
    if (header.includes("#")) return undefined;
    return { start, end, text: `${JSON.stringify(value)}${/(?:\r?\n)?$/.exec(block)?.[0] ?? ""}` };
  }
  const word = isScalar(node) && node.type === Scalar.PLAIN && typeof node.value === "string" ? node.value : "";
  // YAML 1.1 takes these for booleans.
  const isSameWord = word.toLowerCase() === value && !/^(?:y|n|yes|no|on|off)$/.test(value);
  return { start, end, text: isSameWord ? value : JSON.stringify(value) };
}

/** A key in the quotes that another one has. */
const inStyle = ({ type }: Scalar, key: string) =>
  type === Scalar.QUOTE_DOUBLE ? JSON.stringify(key) : type === Scalar.QUOTE_SINGLE ? `'${key}'` : key;

const isExplicit = (text: string, { range }: Scalar) =>
  /\?[ \t]*$/.test(text.slice(Math.max(0, (range?.[0] ?? 0) - 20), range?.[0] ?? 0));

/** Takes a whole line away, or an entry of a mapping in braces. A comment on the line stays a reason to leave it to the author. */
function removal(text: string, { map, key, value }: FoundPair): Splice | undefined {
  const index = map.items.findIndex((item) => item.key === key);
  if (map.items.length < 2 || index < 0 || !key.range || !value.range) return undefined;
  const start = key.range[0];
  const end = value.range[1];
  if (map.flow) {
    const next: unknown = map.items[index + 1]?.key;
    if (isScalar(next) && next.range) return plain({ start, end: next.range[0], text: "" });
    const before: unknown = map.items[index - 1]?.value;
    return isScalar(before) && before.range ? plain({ start: before.range[1], end, text: "" }) : undefined;
  }
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text[end - 1] === "\n" ? end : text.indexOf("\n", end) + 1;
  if (lineEnd === 0 || text.slice(lineStart, start).trim() !== "" || text.slice(end, lineEnd).trim() !== "")
    return undefined;
  return { start: lineStart, end: lineEnd, text: "" };

  /** Not where a comment stands between. */
  function plain(splice: Splice): Splice | undefined {
    return text.slice(splice.start, splice.end).includes("#") ? undefined : splice;
  }
}
