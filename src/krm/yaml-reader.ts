import type { JsonValue } from "./json-value.ts";
import { declined, isTextKey, plainScalar, quotedScalar } from "./yaml-scalar.ts";

/** Deeper nesting is left to the library, which knows how to refuse it. */
const maxDepth = 60;

/** A key with what follows it; keys in quotes must be free of escapes. */
const keyLine = /^(?:([A-Za-z0-9_./$-]+)|"([^"\\]*)"|'([^']*)'):(?: +(.*))?$/;

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
    const reader: Reader = { lines, at: 0 };
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
  readonly lines: string[];
  at: number;
}

/** Moves to the next line that says something, and gives its column; -1 at the end. */
function skip(reader: Reader): number {
  for (; reader.at < reader.lines.length; reader.at += 1) {
    const line = reader.lines[reader.at] ?? "";
    const column = columnOf(line);
    if (column < line.length && line.charCodeAt(column) !== 35) return column;
  }
  return -1;
}

function columnOf(line: string): number {
  let column = 0;
  while (line.charCodeAt(column) === 32) column += 1;
  return column;
}

function readMapping(reader: Reader, indent: number, depth: number): JsonValue {
  if (depth > maxDepth) throw declined;
  const mapping: Record<string, JsonValue> = {};
  for (let column = skip(reader); column === indent; column = skip(reader)) {
    const match = keyLine.exec((reader.lines[reader.at] ?? "").slice(indent));
    if (match === null) throw declined;
    const plain = match[1];
    if (plain !== undefined && !isTextKey(plain)) throw declined;
    const key = plain ?? match[2] ?? match[3] ?? "";
    if (key === "__proto__" || Object.hasOwn(mapping, key)) throw declined;
    mapping[key] = readValue(reader, match[4] ?? "", indent, depth, indent);
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
    const rest = line.slice(indent + 1);
    const offset = columnOf(rest);
    const content = rest.slice(offset);
    const itemIndent = indent + 1 + offset;
    if (isDash(content, 0) || keyLine.test(content)) {
      // The rest of the line is the first line of a block of its own, at the column where it stands.
      reader.lines[reader.at] = " ".repeat(itemIndent) + content;
      items.push(
        isDash(content, 0) ? readSequence(reader, itemIndent, depth + 1) : readMapping(reader, itemIndent, depth + 1),
      );
    } else items.push(readValue(reader, content, indent, depth, indent + 1));
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
  if (/^(?:\{\}|\[\]) *(?: #.*)?$/.test(rest)) return first === 123 ? {} : [];
  const comment = rest.indexOf(" #");
  const text = (comment < 0 ? rest : rest.slice(0, comment)).trimEnd();
  if (text.includes(": ") || text.endsWith(":")) throw declined;
  return plainScalar(text);
}

function readBlock(reader: Reader, indent: number, depth: number, below: number): JsonValue {
  const column = skip(reader);
  const line = reader.lines[reader.at] ?? "";
  if (column > indent)
    return isDash(line, column) ? readSequence(reader, column, depth + 1) : readMapping(reader, column, depth + 1);
  return column === below && column === indent && isDash(line, column) ? readSequence(reader, column, depth + 1) : null;
}

/** A literal block scalar without an indentation indicator. */
function readLiteral(reader: Reader, header: string, indent: number): string {
  const chomping = /^\|([+-]?) *(?: #.*)?$/.exec(header)?.[1];
  if (chomping === undefined) throw declined;
  const { lines } = reader;
  const start = reader.at;
  let first = start;
  while (first < lines.length && columnOf(lines[first] ?? "") === (lines[first] ?? "").length) first += 1;
  const column = columnOf(lines[first] ?? "");
  if (first === lines.length || column <= indent) throw declined;
  const content: string[] = [];
  let end = start;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? "";
    const at = columnOf(line);
    if (at === line.length) {
      if (end < first && at > column) throw declined;
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
