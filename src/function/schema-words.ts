import type { Path } from "../findings/finding.ts";
import { quotableText, whatIs } from "../text/quotable.ts";

/* The words in which values and types are spoken of where a value does not fit its schema. */

/** A type with its article: `a whole number`. */
export const article = (type: string) =>
  ({
    string: "a string",
    object: "a mapping",
    array: "a list",
    integer: "a whole number",
    number: "a number",
    boolean: "`true` or `false`",
  })[type] ?? type;

/** What a value is, with the value where it is short. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return "a string";
  return `${typeof value === "boolean" ? "the boolean" : "the number"} \`${quotableText(String(value))}\``;
}

/** The type without the value. */
export const nameOfType = (value: unknown) =>
  typeof value === "number" || typeof value === "boolean" ? `a ${typeof value}` : typeName(value);

/** Texts that are of another type without their quotes. */
const isOfType: Readonly<Record<string, RegExp>> = { integer: /^-?(0|[1-9]\d{0,14})$/, boolean: /^(true|false)$/ };

/** What to write instead of a value of the wrong type; the value is in it only where it is `open`. */
export function typeFix(expected: string, current: unknown, open: boolean): string {
  if (expected !== "string") {
    const quoted = open && typeof current === "string" && isOfType[expected]?.test(current);
    return quoted ? `Remove the quotes: \`${current}\`.` : `Write ${article(expected)}.`;
  }
  if (typeof current === "boolean") {
    return `Put it in quotes, for example \`"${current ? "y" : "n"}"\`; without quotes, YAML reads y, n, yes, no, on, off, true and false as booleans.`;
  }
  if (typeof current === "number")
    return `Put it in quotes${open && quotableText(`${current}`) === `${current}` ? `: \`"${current}"\`` : ""}.`;
  return "Write a string.";
}

/** Values of credentials and variables are not for messages, not even when they are of the wrong type. */
export const mayShow = (path: Path) => !path.some((key) => /key|secret|pass|token|account|^value$/i.test(String(key)));

/** What to write, by the last key of a field whose pattern or choice of types says too little. */
const valueFixes: Readonly<Record<string, string>> = {
  divisor: "Write a quantity, for example `1` or `1Mi`.",
  logical_backup_schedule: "Write five fields of a number or `*`, optionally with a step, for example `30 0 * * *`.",
  rpo: "Write a duration in weeks, days, hours, minutes and seconds, for example `1h` or `1h30m`.",
  window: "Write a duration in weeks, days, hours, minutes and seconds, for example `14d` or `2w`.",
  pgbackrestRelease: "Write a release, for example `2.58.0`.",
  uid: "Write a UID such as `01234567-89ab-cdef-0123-456789abcdef`.",
};

/** What to write where a pattern or a choice of types refuses a value, by the field. */
export function nameFix(path: Path): string {
  return path[0] === "metadata"
    ? "Use lower-case letters, digits and hyphens; begin and end with a letter or digit."
    : path.at(-1) === "timestamp"
      ? "Write a date and time such as `2026-01-31T11:59:00+00:00`, with a numeric time zone."
      : (valueFixes[String(path.at(-1))] ?? "Write a value of the form that the field requires.");
}

/** Values of a CR may be shown, except those that hold credentials. */
export function shown(value: unknown): string {
  return typeof value === "string" ? whatIs(value) : typeName(value);
}

/** The value of a field that takes numbers, in all its digits: no secret is written there. */
export const shownNumber = (value: unknown): string =>
  typeof value === "number" ? `the number \`${value}\`` : shown(value);
