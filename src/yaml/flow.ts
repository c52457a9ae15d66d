import type { JsonValue } from "../json/json-value.ts";
import { cutOut } from "../text/cut-out.ts";
import { withoutEnd } from "../text/without-end.ts";
import { declined, isTextKey, plainScalar } from "./scalar.ts";

/** A line with more brackets than anyone writes is left to the library. */
const maxDepth = 20;

/** A text in quotes without escapes. */
const quoted = /"([^"\\]*)"|'([^']*)'/y;
/** A plain text as far as every reader agrees on where it ends: without colons, quotes and brackets. */
const plain = /[^\s,:#"'[\]{}&*!|>%@`?](?:[^,:#"'[\]{}]*)/y;
const blanks = /(?: *)/y;
const end = / *(?: #.*)?$/y;

/**
 * Reads a mapping or list in flow style that ends on its line, as people write short ones: `{cpu: 100m, memory: 1Gi}`, `["a", 'b']`. Throws
 * `declined` for all that is less plain.
 */
export function flowCollection(text: string): JsonValue {
  const reader = { text, at: 0 };
  const value = flowValue(reader, 0);
  if (skip(reader, end) === undefined) throw declined;
  return value;
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Moves past what an expression matches here, and returns the match. */
function skip(reader: Reader, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = reader.at;
  const match = expression.exec(reader.text) ?? undefined;
  if (match !== undefined) reader.at = expression.lastIndex;
  return match;
}

/** Moves past one character and the blanks behind it, if it is there. */
function skipCharacter(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  skip(reader, blanks);
  return true;
}

function flowValue(reader: Reader, depth: number): JsonValue {
  if (depth > maxDepth) throw declined;
  if (skipCharacter(reader, "{")) return flowMapping(reader, depth);
  if (skipCharacter(reader, "[")) return flowList(reader, depth);
  return quotedText(reader) ?? plainScalar(plainText(reader));
}

function flowMapping(reader: Reader, depth: number): JsonValue {
  const mapping: Record<string, JsonValue> = {};
  if (closes(reader, "}")) return mapping;
  do {
    const inQuotes = quotedText(reader);
    const key = inQuotes ?? plainText(reader);
    if (inQuotes === undefined && !isTextKey(key)) throw declined;
    if (key === "__proto__" || Object.hasOwn(mapping, key)) throw declined;
    if (reader.text[reader.at] !== ":" || reader.text[reader.at + 1] !== " ") throw declined;
    skipCharacter(reader, ":");
    mapping[key] = flowValue(reader, depth + 1);
    skip(reader, blanks);
  } while (skipCharacter(reader, ","));
  if (!closes(reader, "}")) throw declined;
  return mapping;
}

function flowList(reader: Reader, depth: number): JsonValue {
  const items: JsonValue[] = [];
  if (closes(reader, "]")) return items;
  do {
    items.push(flowValue(reader, depth + 1));
    skip(reader, blanks);
  } while (skipCharacter(reader, ","));
  if (!closes(reader, "]")) throw declined;
  return items;
}

function closes(reader: Reader, bracket: string): boolean {
  if (reader.text[reader.at] !== bracket) return false;
  reader.at += 1;
  return true;
}

function quotedText(reader: Reader): string | undefined {
  const match = skip(reader, quoted);
  return match === undefined ? undefined : cutOut(match[1] ?? match[2] ?? "");
}

function plainText(reader: Reader): string {
  const match = skip(reader, plain);
  if (match === undefined) throw declined;
  return withoutEnd(match[0], " ");
}
