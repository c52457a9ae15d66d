import type { JsonValue } from "../json/json-value.ts";
import { contentOf } from "./known-lines.ts";
import { type Content, columnOf, isUnusual, type Value } from "./line.ts";
import { declined } from "./scalar.ts";

/** Deeper nesting is left to the library, which knows how to refuse it. */
const maxDepth = 60;

/**
 * Reads one block-style mapping, as kustomize and kpt write resources, exactly as kubectl would. Its keys are at column `indent`, and
 * the dash of an item may come two before the first. Returns `undefined` if the text has anything unusual (anchors, tags, flow collections
 * of several lines, multi-line quotes, numbers that readers disagree on) or is not YAML at all. The library must read it then: ten
 * times slower, but complete. A property test holds the two to agree on everything that this one accepts.
 */
export function readItem(text: string, indent: number): JsonValue | undefined {
  const lines = text.split("\n");
  if (lines.pop() !== "") return undefined;
  try {
    const reader: Reader = { lines, at: -1, content: end };
    nextLine(reader);
    const first = reader.content;
    if (first.is === "dash" && first.column === indent - 2 && reader.at === 0) enter(reader, first.content);
    if (reader.content.column !== indent) return undefined;
    const value = readMapping(reader, indent, 0);
    return reader.content === end ? value : undefined;
  } catch (error) {
    // A line of many megabytes can be too long for a regular expression.
    if (error === declined || error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Reader {
  readonly lines: readonly string[];
  at: number;
  /** What the line at `at` says, or the rest of it behind dashes. */
  content: Content;
}

const end: Content = { is: "nothing", column: -1 };

/** Goes on to the next line that says something. */
function nextLine(reader: Reader): void {
  const { lines } = reader;
  let content = end;
  let at = reader.at + 1;
  for (; at < lines.length; at += 1) {
    content = contentOf(lines[at] ?? "");
    if (content.is !== "nothing") break;
    content = end;
  }
  reader.at = at;
  reader.content = content;
}

/** Goes on behind a dash. */
function enter(reader: Reader, content: Content): void {
  if (content.is === "nothing") nextLine(reader);
  else reader.content = content;
}

function readMapping(reader: Reader, indent: number, depth: number): JsonValue {
  if (depth > maxDepth) throw declined;
  const mapping: Record<string, JsonValue> = {};
  for (let { content } = reader; content.column === indent; content = reader.content) {
    if (content.is !== "key" || Object.hasOwn(mapping, content.key)) throw declined;
    mapping[content.key] = readValue(reader, content.value, indent, depth, indent);
  }
  if (reader.content.column > indent) throw declined;
  return mapping;
}

function readSequence(reader: Reader, indent: number, depth: number): JsonValue {
  if (depth > maxDepth) throw declined;
  const items: JsonValue[] = [];
  for (let dash = reader.content; dash.column === indent && dash.is === "dash"; dash = reader.content) {
    const { content } = dash;
    enter(reader, content);
    // What begins after the dash is a separate block, at the column where it begins.
    if (content.is === "dash") items.push(readSequence(reader, content.column, depth + 1));
    else if (content.is === "key") items.push(readMapping(reader, content.column, depth + 1));
    else if (content.is === "nothing") items.push(readBlock(reader, indent, depth, indent + 1));
    else if (content.is === "odd") throw declined;
    else items.push(readValue(reader, content.value, indent, depth, indent + 1));
  }
  if (reader.content.column > indent) throw declined;
  return items;
}

/** Reads what follows a key or a dash. A block below must begin at column `below` or deeper; a list may begin at its key's own column. */
function readValue(reader: Reader, value: Value, indent: number, depth: number, below: number): JsonValue {
  switch (value.is) {
    case "value":
      nextLine(reader);
      return value.value;
    case "literal":
      return readLiteral(reader, value.header, indent);
    case "below":
      nextLine(reader);
      return readBlock(reader, indent, depth, below);
    case "odd":
      throw declined;
  }
}

function readBlock(reader: Reader, indent: number, depth: number, below: number): JsonValue {
  const { is, column } = reader.content;
  if (column > indent)
    return is === "dash" ? readSequence(reader, column, depth + 1) : readMapping(reader, column, depth + 1);
  return column === below && column === indent && is === "dash" ? readSequence(reader, column, depth + 1) : null;
}

/** A literal block scalar; its column is that of its first line with content, unless the header tells it. */
function readLiteral(reader: Reader, header: string, indent: number): string {
  const { chomping, told } = literalHeader(header);
  const { lines } = reader;
  const start = reader.at + 1;
  let first = start;
  while (first < lines.length && columnOf(lines[first] ?? "") === (lines[first] ?? "").length) first += 1;
  const firstColumn = columnOf(lines[first] ?? "");
  const column = told > 0 ? indent + told : firstColumn;
  if (first === lines.length || firstColumn < column || column <= indent) throw declined;
  const content: string[] = [];
  let last = start;
  for (; last < lines.length; last += 1) {
    const line = lines[last] ?? "";
    const at = columnOf(line);
    if (at === line.length) {
      // More blanks than the column has: not everywhere do readers agree on them.
      if (at > column && (last < first || told > 0)) throw declined;
      content.push(line.slice(column));
    } else if (at >= column) content.push(line.slice(column));
    else if (at > indent) throw declined;
    else break;
  }
  reader.at = last - 1;
  nextLine(reader);
  let kept = content.length;
  while (kept > 0 && content[kept - 1] === "") kept -= 1;
  const text = content.slice(0, chomping === "+" ? undefined : kept).join("\n");
  if (isUnusual(text)) throw declined;
  return chomping === "-" ? text : `${text}\n`;
}

/** What the header of a literal block says of its last line breaks, and of its column; 0 for nothing. */
function literalHeader(header: string): { readonly chomping: string; readonly told: number } {
  if (header.length === 1) return { chomping: "", told: 0 };
  const match = /^\|(?:([+-]?)([1-9]?)|([1-9])([+-])) *(?: #.*)?$/.exec(header);
  if (match === null) throw declined;
  return { chomping: match[1] ?? match[4] ?? "", told: Number(match[2] ?? match[3]) };
}
