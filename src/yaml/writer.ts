import type { Gap } from "../text/copied.ts";
import { remembered } from "../text/memo.ts";
import { isReservedWord } from "./words.ts";

/** Text that every reader of YAML 1.1 or 1.2 reads as the same text without quotes, except reserved words; `e1` is a number to some. */
const plain = /^(?:(?![eE][-+]?\d+$)[A-Za-z/][A-Za-z0-9_./@:=,+*()-]*(?<!:)|[0-9]+[g-np-wyzG-NP-WYZ][A-Za-z0-9-]*)$/;
/** What a literal block cannot hold: anything other than LF that breaks lines, is invisible, or is not a character. */
const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]/;

/** A line of blanks only: readers differ on what of it belongs to a literal block. Text without any other line is of this kind, too. */
const blankLine = /(?:^|\n) +(?:\n|$)|^\n*$/;

/**
 * Writes an object as block-style YAML whose lines begin at column `indent`, ending in a line break: two blanks deeper per level, lists
 * at the column of their key, keys in their order, `undefined` fields left out, text of several lines as a literal block. What it writes
 * reads back the same in every YAML reader.
 */
export const writeYaml = (value: object, indent: number): string => fieldsText(value, " ".repeat(indent));

/** An object as an item of a list whose dashes are at column `indent`; its keys are two columns deeper. */
export const writeYamlItem = (value: object, indent: number): string => itemsText([value], " ".repeat(indent));

/** The fields of an object whose keys begin at `margin`. */
export function fieldsText(value: unknown, margin: string): string {
  if (isGap(value)) return value(margin, "fields");
  return isMapping(value) ? mapping(value, margin, margin) : "";
}

/** What follows a key whose line begins at `margin`, line break included. */
export const valueText = (value: unknown, margin: string): string => entry(value, margin, margin);

/** The items of a list whose dashes are at `margin`. */
export const itemsText = (items: readonly unknown[], margin: string): string => sequence(items, margin, margin);

type Mapping = Readonly<Record<string, unknown>>;

/** The lines of a mapping; the first begins with `first`, which may hold the dash of the item that the mapping is. */
function mapping(value: Mapping, margin: string, first: string): string {
  let text = "";
  let start = first;
  for (const key in value) {
    const field = value[key];
    if (field === undefined) continue;
    text += `${start}${keyText(key)}${entry(field, margin, margin)}`;
    start = margin;
  }
  return text;
}

function sequence(items: readonly unknown[], margin: string, first: string): string {
  let text = "";
  let start = first;
  for (const item of items) {
    if (isGap(item)) text += item(margin, "items");
    else if (isMapping(item) && hasFields(item)) text += mapping(item, `${margin}  `, `${start}- `);
    else if (Array.isArray(item) && item.length > 0) text += sequence(item, `${margin}  `, `${start}- `);
    else text += `${start}-${entry(item, margin, `${margin}  `)}`;
    start = margin;
  }
  return text;
}

/** What follows a key or a dash, line break included. Lists begin at `margin`, mappings and literal blocks two columns deeper. */
function entry(value: unknown, margin: string, listMargin: string): string {
  if (typeof value === "string") return isLiteral(value) ? literal(value, `${margin}  `) : scalarEntry(value);
  if (isGap(value)) return value(margin, "value");
  if (Array.isArray(value)) return value.length === 0 ? " []\n" : `\n${sequence(value, listMargin, listMargin)}`;
  if (isMapping(value)) return hasFields(value) ? `\n${mapping(value, `${margin}  `, `${margin}  `)}` : " {}\n";
  return ` ${String(value ?? null)}\n`;
}

/** True for a text that a literal block can hold, and that has several lines. */
const isLiteral = (text: string): boolean => text.includes("\n") && !unprintable.test(text) && !blankLine.test(text);

/** Nothing else in an object is a function. */
const isGap = (value: unknown): value is Gap => typeof value === "function";

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function hasFields(value: Mapping): boolean {
  for (const key in value) if (value[key] !== undefined) return true;
  return false;
}

/** A text on one line, in quotes where it needs them. */
const scalar = (text: string) => (plain.test(text) && !isReservedWord(text) ? text : quoted(text));

/** A key with its colon. Manifests repeat the same few hundred, as they do with texts. */
const keyText = remembered((key) => `${scalar(key)}:`);

/** What follows a key or a dash where that is a text on one line. Long ones are mostly names with the cluster's, which do not come again. */
const scalarEntry = remembered((text) => ` ${scalar(text)}\n`, { length: 32 });

/** JSON's quotes and escapes, which YAML shares; what JSON leaves as it is but YAML does not print is escaped too. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function literal(text: string, margin: string): string {
  let end = 0; // not `/\n*$/`, which begins anew at every line break
  while (text.charCodeAt(text.length - 1 - end) === 10) end += 1;
  const chomping = end === 0 ? "-" : end === 1 ? "" : "+";
  // Readers take the column of the first line for that of the block; blanks before it would be lost.
  const indicator = /^\n* /.test(text) ? "2" : "";
  return ` |${indicator}${chomping}${indented(end === 0 ? text : text.slice(0, -1), margin)}\n`;
}

/** The lines of a text, each with a line break before it; empty ones stay empty. */
const indented = (text: string, margin: string): string => `\n${text}`.replace(/\n(?=[^\n])/g, `\n${margin}`);
