import type { JsonValue } from "./json-value.ts";
import { declined, isTextKey, plainScalar, quotedScalar } from "./yaml-scalar.ts";

/** Deeper nesting is left to the library, which knows how to refuse it. */
const maxDepth = 60;

/** Readers refuse longer keys from about a thousand bytes on; what Kubernetes takes for a key is shorter than this. */
const maxKeyLength = 320;

/** A key in quotes, free of escapes, and its colon, from `lastIndex` on. */
const quotedKey = /(?:"([^"\\]*)"|'([^']*)'):(?= |$)/y;

/** 1 for the characters that make up a plain key. */
const keyCharacters = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./$-")
  keyCharacters[character.charCodeAt(0)] = 1;

/** Where a plain key that begins at `from` ends: the position of its colon. -1 where there is none. */
function plainKeyEnd(line: string, from: number): number {
  let at = from;
  while (keyCharacters[line.charCodeAt(at)] === 1) at += 1;
  if (at === from || line.charCodeAt(at) !== 58) return -1;
  return at + 1 === line.length || line.charCodeAt(at + 1) === 32 ? at : -1;
}

/** True where a key begins at this column. */
function isKey(line: string, column: number): boolean {
  if (plainKeyEnd(line, column) >= 0) return true;
  quotedKey.lastIndex = column;
  return quotedKey.test(line);
}

/**
 * Reads one block-style mapping, as kustomize and kpt write resources, exactly as kubectl would; its keys stand at column `indent`.
 * `undefined` means that the text has anything unusual (anchors, tags, flow collections, multi-line quotes, numbers that readers
 * disagree on, or no YAML at all), and that the library must read it: ten times slower, but complete. A property test holds the two
 * to agree on all that this one accepts.
 */
export function readItem(text: string, indent: number): JsonValue | undefined {
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text)) return undefined;
  const lines = text.split("\n");
  if (lines.at(-1) !== "") return undefined;
  lines.pop();
  try {
    const reader: Reader = { lines, at: 0, seen: -1, column: -1 };
    if (skip(reader) !== indent) return undefined;
    const value = readMapping(reader, indent, 0);
    return skip(reader) === -1 ? value : undefined;
  } catch (error) {
    // A line of many megabytes can be too long for a regular expression.
    if (error === declined || error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Reader {
  readonly lines: readonly string[];
  at: number;
  /** The line that `column` belongs to: that of its first character or, past a dash, of what the dash holds. */
  seen: number;
  column: number;
}

/** Moves to the next line that says something, and gives its column; -1 at the end. */
function skip(reader: Reader): number {
  if (reader.seen === reader.at) return reader.column;
  const { lines } = reader;
  let { at } = reader;
  let column = -1;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const first = columnOf(line);
    if (first === line.length || line.charCodeAt(first) === 35) continue;
    column = first;
    break;
  }
  reader.at = at;
  reader.seen = at;
  reader.column = column;
  return column;
}

function columnOf(line: string, from = 0): number {
  let column = from;
  while (line.charCodeAt(column) === 32) column += 1;
  return column;
}

function readMapping(reader: Reader, indent: number, depth: number): JsonValue {
  if (depth > maxDepth) throw declined;
  const mapping: Record<string, JsonValue> = {};
  for (let column = skip(reader); column === indent; column = skip(reader)) {
    const line = reader.lines[reader.at] ?? "";
    let colon = plainKeyEnd(line, indent);
    let key = line.slice(indent, colon);
    if (colon < 0) {
      quotedKey.lastIndex = indent;
      const match = quotedKey.exec(line);
      if (match === null) throw declined;
      key = match[1] ?? match[2] ?? "";
      colon = quotedKey.lastIndex - 1;
    } else if (!isTextKey(key)) throw declined;
    if (key.length > maxKeyLength || key === "__proto__" || Object.hasOwn(mapping, key)) throw declined;
    mapping[key] = readValue(reader, line.slice(columnOf(line, colon + 1)), indent, depth, indent);
  }
  if (skip(reader) > indent) throw declined;
  return mapping;
}

function readSequence(reader: Reader, indent: number, depth: number): JsonValue {
  if (depth > maxDepth) throw declined;
  const items: JsonValue[] = [];
  for (let column = skip(reader); column === indent; column = skip(reader)) {
    const line = reader.lines[reader.at] ?? "";
    if (!isDash(line, indent)) break;
    const content = columnOf(line, indent + 1);
    if (isDash(line, content) || isKey(line, content)) {
      // The rest of the line is the first line of a block of its own, at the column where it stands.
      reader.column = content;
      items.push(
        isDash(line, content) ? readSequence(reader, content, depth + 1) : readMapping(reader, content, depth + 1),
      );
    } else items.push(readValue(reader, line.slice(content), indent, depth, indent + 1));
  }
  if (skip(reader) > indent) throw declined;
  return items;
}

/** A dash that begins a list entry, at this column of the line. */
const isDash = (line: string, column: number) =>
  line.charCodeAt(column) === 45 && (line.length === column + 1 || line.charCodeAt(column + 1) === 32);

/** Reads what follows a key or a dash. A block below must stand at `below` or deeper; a list may stand at its key's own column. */
function readValue(reader: Reader, rest: string, indent: number, depth: number, below: number): JsonValue {
  reader.at += 1;
  const first = rest.charCodeAt(0);
  if (rest === "" || first === 35) return readBlock(reader, indent, depth, below);
  if (first === 124) return readLiteral(reader, rest, indent);
  if (first === 34 || first === 39) return quotedScalar(rest);
  if (first === 123 || first === 91) return readEmpty(rest);
  const comment = rest.indexOf(" #");
  const text = withoutBlanksAtEnd(comment < 0 ? rest : rest.slice(0, comment));
  const colon = text.indexOf(":");
  if (colon >= 0 && (text.includes(": ", colon) || text.endsWith(":"))) throw declined;
  return plainScalar(text);
}

function readEmpty(rest: string): JsonValue {
  if (!/^(?:\{\}|\[\]) *(?: #.*)?$/.test(rest)) throw declined;
  return rest.startsWith("{") ? {} : [];
}

/** Not `trimEnd`: a no-break space is a part of the text. */
function withoutBlanksAtEnd(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 32) end -= 1;
  return text.slice(0, end);
}

function readBlock(reader: Reader, indent: number, depth: number, below: number): JsonValue {
  const column = skip(reader);
  const line = reader.lines[reader.at] ?? "";
  if (column > indent)
    return isDash(line, column) ? readSequence(reader, column, depth + 1) : readMapping(reader, column, depth + 1);
  return column === below && column === indent && isDash(line, column) ? readSequence(reader, column, depth + 1) : null;
}

/** A literal block scalar; its column is that of its first line with content, unless the header tells it. */
function readLiteral(reader: Reader, header: string, indent: number): string {
  const match = /^\|(?:([+-]?)([1-9]?)|([1-9])([+-])) *(?: #.*)?$/.exec(header);
  if (match === null) throw declined;
  const chomping = match[1] ?? match[4];
  const told = Number(match[2] ?? match[3]);
  const { lines } = reader;
  const start = reader.at;
  let first = start;
  while (first < lines.length && columnOf(lines[first] ?? "") === (lines[first] ?? "").length) first += 1;
  const firstColumn = columnOf(lines[first] ?? "");
  const column = told > 0 ? indent + told : firstColumn;
  if (first === lines.length || firstColumn < column || column <= indent) throw declined;
  const content: string[] = [];
  let end = start;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? "";
    const at = columnOf(line);
    if (at === line.length) {
      // More blanks than the column has: not everywhere do readers agree on them.
      if (at > column && (end < first || told > 0)) throw declined;
      content.push(line.slice(column));
    } else if (at >= column) content.push(line.slice(column));
    else if (at > indent) throw declined;
    else break;
  }
  reader.at = end;
  let kept = content.length;
  while (kept > 0 && content[kept - 1] === "") kept -= 1;
  if (chomping === "+") return `${content.join("\n")}\n`;
  return content.slice(0, kept).join("\n") + (chomping === "-" ? "" : "\n");
}
