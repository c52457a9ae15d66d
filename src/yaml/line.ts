import type { JsonValue } from "../json/json-value.ts";
import { flowCollection } from "./flow.ts";
import { declined, isTextKey, plainScalar, quotedScalar } from "./scalar.ts";

/** What a line holds, or the part of it after a dash; `column` is where that begins. */
export type Content = { readonly column: number } & (
  | { readonly is: "key"; readonly key: string; readonly value: Value }
  | { readonly is: "dash"; readonly content: Content }
  | { readonly is: "scalar"; readonly value: Value }
  /** Nothing, or a comment. */
  | { readonly is: "nothing" }
  /** What only the library can judge. */
  | { readonly is: "odd" }
);

/** What follows a key or a dash: a value, the header of a literal block, or nothing if the value is on the lines below. */
export type Value =
  | { readonly is: "value"; readonly value: JsonValue }
  | { readonly is: "literal"; readonly header: string }
  | { readonly is: "below" }
  | { readonly is: "odd" };

/** Readers refuse longer keys from about a thousand bytes on; what Kubernetes takes for a key is shorter than this. */
const maxKeyLength = 320;

/** Nobody writes more dashes than this on one line. */
const maxDashes = 60;

/** Reads a line by itself, without its line break. */
export function readLine(line: string): Content {
  const column = columnOf(line);
  return isUnusual(line) ? { is: "odd", column } : contentAt(line, column, 0);
}

/** True for a text with characters that break lines for some readers, or that YAML does not print. */
export const isUnusual = (text: string): boolean =>
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text);

/** The first column from `from` on that is not a blank. */
export function columnOf(line: string, from = 0): number {
  let column = from;
  while (line.charCodeAt(column) === 32) column += 1;
  return column;
}

function contentAt(line: string, column: number, dashes: number): Content {
  const first = line.charCodeAt(column);
  if (column === line.length || first === 35) return { is: "nothing", column };
  if (first === 45 && (line.length === column + 1 || line.charCodeAt(column + 1) === 32)) {
    if (dashes === maxDashes) return { is: "odd", column };
    return { is: "dash", column, content: contentAt(line, columnOf(line, column + 1), dashes + 1) };
  }
  const colon = plainKeyEnd(line, column);
  if (colon >= 0) {
    const key = line.slice(column, colon);
    return isTextKey(key) ? keyAt(line, column, key, colon) : { is: "odd", column };
  }
  quotedKey.lastIndex = column;
  const match = quotedKey.exec(line);
  if (match !== null) return keyAt(line, column, match[1] ?? match[2] ?? "", quotedKey.lastIndex - 1);
  return { is: "scalar", column, value: valueFrom(line.slice(column)) };
}

function keyAt(line: string, column: number, key: string, colon: number): Content {
  if (key.length > maxKeyLength || key === "__proto__") return { is: "odd", column };
  return { is: "key", column, key, value: valueFrom(line.slice(columnOf(line, colon + 1))) };
}

/** A key in quotes, free of escapes, and its colon, from `lastIndex` on. */
const quotedKey = /(?:"([^"\\]*)"|'([^']*)'):(?= |$)/y;

/** 1 for the characters that make up a plain key. */
const keyCharacters = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./$-")
  keyCharacters[character.charCodeAt(0)] = 1;

/** Where a plain key that begins at `from` ends: the position of its colon, or -1 if there is none. */
function plainKeyEnd(line: string, from: number): number {
  let at = from;
  while (keyCharacters[line.charCodeAt(at)] === 1) at += 1;
  if (at === from || line.charCodeAt(at) !== 58) return -1;
  return at + 1 === line.length || line.charCodeAt(at + 1) === 32 ? at : -1;
}

function valueFrom(rest: string): Value {
  const first = rest.charCodeAt(0);
  if (rest === "" || first === 35) return { is: "below" };
  if (first === 124) return { is: "literal", header: rest };
  try {
    return { is: "value", value: scalarOf(rest, first) };
  } catch (error) {
    if (error === declined) return { is: "odd" };
    throw error;
  }
}

function scalarOf(rest: string, first: number): JsonValue {
  if (first === 34 || first === 39) return quotedScalar(rest);
  if (first === 123 || first === 91) return flowCollection(rest);
  const comment = rest.indexOf(" #");
  const text = withoutBlanksAtEnd(comment < 0 ? rest : rest.slice(0, comment));
  const colon = text.indexOf(":");
  if (colon >= 0 && (text.includes(": ", colon) || text.endsWith(":"))) throw declined;
  return plainScalar(text);
}

/** Not `trimEnd`: a no-break space is a part of the text. */
function withoutBlanksAtEnd(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 32) end -= 1;
  return text.slice(0, end);
}
