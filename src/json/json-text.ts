import type { JsonValue } from "./json-value.ts";

const [tab, newline, return_, space, quote, comma, colon, openBracket, backslash, openBrace] = [
  9, 10, 13, 32, 34, 44, 58, 91, 92, 123,
] as const;

/** Deeper nesting is for others to judge. */
const maxDepth = 60;

/** Where the value of a collection that begins at an offset ends, which also gets the offset of its key in a mapping; -1 as `valueEnd`. */
export type Inside = (at: number, keyAt: number) => number;

/**
 * Where the JSON value ends that begins at an offset; -1 where none does, or one that is nested deeply. Inside of strings, it looks for their
 * ends alone.
 */
export function valueEnd(bytes: Buffer, at: number, depth: number): number {
  const head = bytes[at];
  if (head === quote) return textEnd(bytes, at);
  if (head === openBrace || head === openBracket) return collectionEnd(bytes, at, depth);
  return wordEnd(bytes, at);
}

/** The same for a mapping or a list. `inside` finds the ends of the values in it, and so sees where each begins. */
export function collectionEnd(bytes: Buffer, start: number, depth: number, inside?: Inside): number {
  if (depth > maxDepth) return -1;
  const isMapping = bytes[start] === openBrace;
  // Either bracket comes two behind its opposite.
  const closing = (bytes[start] ?? 0) + 2;
  let at = blanksEnd(bytes, start + 1);
  if (bytes[at] === closing) return at + 1;
  for (;;) {
    const keyAt = at;
    if (isMapping) {
      at = blanksEnd(bytes, textEnd(bytes, at));
      if (bytes[at] !== colon) return -1;
      at = blanksEnd(bytes, at + 1);
    }
    at = inside === undefined ? valueEnd(bytes, at, depth + 1) : inside(at, keyAt);
    if (at < 0) return -1;
    at = blanksEnd(bytes, at);
    if (bytes[at] === closing) return at + 1;
    if (bytes[at] !== comma) return -1;
    at = blanksEnd(bytes, at + 1);
  }
}

/** Where the blanks and line breaks at an offset end. */
export function blanksEnd(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte !== space && byte !== newline && byte !== tab && !(byte === return_ && bytes[at + 1] === newline))
      return at;
    at += 1;
  }
}

/** Where the string ends that begins at an offset; -1 where none does. */
export function textEnd(bytes: Buffer, at: number): number {
  if (bytes[at] !== quote) return -1;
  for (let end = at + 1; ; end += 1) {
    const byte = bytes[end];
    if (byte === quote) return end + 1;
    if (byte === backslash) end += 1;
    else if (byte === undefined || byte < space) return -1;
  }
}

const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;

function wordEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (isInWord(bytes[end] ?? 0)) end += 1;
  return word.test(bytes.toString("latin1", at, end)) ? end : -1;
}

/** Letters, digits, and what is between them in numbers. */
const isInWord = (byte: number) =>
  (byte >= 97 && byte <= 122) || (byte >= 43 && byte <= 57 && byte !== comma) || byte === 69;

/**
 * Reads a JSON value of some bytes; `undefined` where that is none, and where readers do not agree on it: keys that occur twice, and numbers that
 * JavaScript cannot hold.
 */
export function readJson(bytes: Buffer, span: { readonly start: number; readonly end: number }): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(bytes.toString("utf8", span.start, span.end));
    return keyCount(value) === colonCount(bytes, span) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** How many keys a value has, with those of all values in it; not a number where one of its numbers may be another one in the text. */
function keyCount(value: JsonValue): number {
  if (typeof value === "number") return isCertain(value) ? 0 : Number.NaN;
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += keyCount(item);
  else for (const field of Object.values(value)) count += 1 + keyCount(field);
  return count;
}

const isCertain = (number: number) =>
  Number.isInteger(number) ? Number.isSafeInteger(number) && !Object.is(number, -0) : Number.isFinite(number);

/** How many colons are outside of strings. */
function colonCount(bytes: Buffer, { start, end }: { readonly start: number; readonly end: number }): number {
  let count = 0;
  for (let at = start; at < end; ) {
    if (bytes[at] === colon) count += 1;
    at = bytes[at] === quote ? textEnd(bytes, at) : at + 1;
  }
  return count;
}
