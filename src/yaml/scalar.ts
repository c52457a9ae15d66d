import { cutOut } from "../text/cut-out.ts";
import { wordValue } from "./words.ts";

/** The reader declines: the text is unusual, and the library has to read it. A constant, so that throwing it costs no stack trace. */
export const declined = { declined: true } as const;

/* Values are copies, so that the item that they were cut out of is not kept with them. */

/** Reads a plain scalar as kubectl does; declines where YAML 1.1 could see a number, a date or anything else in it. */
export function plainScalar(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  if (isDigit(first)) {
    if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
    if (isInNoNumber(text)) return cutOut(text);
    throw declined;
  }
  if (first === 126 && text.length === 1) return null;
  if (first === 45) {
    if (/^-[1-9]\d{0,14}$/.test(text)) return Number(text);
    // Command-line options are text, too: no number begins with two hyphens.
    if (/^--[a-z]/.test(text)) return cutOut(text);
  }
  if (!isLetter(first) && first !== 47 && first !== 95) throw declined;
  const value = wordValue(text);
  return value === undefined ? cutOut(text) : value;
}

/** True where a text has a character that no number has, in base 2 to 16 or with an exponent; dates are the exception. */
const isInNoNumber = (text: string) => /[g-np-wyzG-NP-WYZ/ *]/.test(text) && !/^\d{4}-\d/.test(text);

/** True where a plain key is text to every reader. */
export function isTextKey(text: string): boolean {
  const first = text.charCodeAt(0);
  if (isDigit(first)) return isInNoNumber(text);
  return (isLetter(first) || first === 95 || first === 47) && wordValue(text) === undefined;
}

/** Reads a quoted scalar that ends on its line; declines escapes that YAML 1.1 and JSON do not share, and surrogates. */
export function quotedScalar(text: string): string {
  const last = text.length - 1;
  // Nearly all: the next quote is the last character, and nothing is escaped.
  if (last > 0 && text.indexOf(text.charAt(0), 1) === last && !text.includes("\\")) return cutOut(text.slice(1, last));
  const single = /^'([^']*(?:''[^']*)*)' *(?: #.*)?$/.exec(text);
  if (single !== null) return (single[1] ?? "").replaceAll("''", "'");
  const double = /^("[^"\\]*(?:\\(?:["\\bfnrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})[^"\\]*)*") *(?: #.*)?$/.exec(text);
  if (double === null) throw declined;
  const value: unknown = JSON.parse(double[1] ?? "");
  if (typeof value !== "string") throw declined;
  return value;
}

const isDigit = (code: number) => code >= 48 && code <= 57;
const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
