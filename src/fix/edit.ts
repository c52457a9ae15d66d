import type { JsonValue } from "../json/json-value.ts";

/** What is to be done about the pair, or the line of a configuration file, that a finding is about. */
export type Edit =
  | { readonly do: "set"; readonly value: string }
  /** Writes an unquoted number or boolean as the text that stands there. */
  | { readonly do: "quote" }
  | { readonly do: "unquote" }
  | { readonly do: "rename"; readonly key: string }
  | { readonly do: "remove" }
  /** Adds an option to the same mapping, or section, before it. */
  | { readonly do: "insert"; readonly key: string; readonly value: string };

/** What stands where a finding is. */
export interface Written {
  readonly form: "yaml" | "conf";
  readonly key: string;
  /** Of a configuration file, always a text. */
  readonly value: JsonValue;
}

/** A part of a text, and what comes in its place. Offsets are in UTF-16 units. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all splices; `undefined` where two of them overlap, so that one would undo the other. */
export function spliced(text: string, splices: readonly Splice[]): string | undefined {
  const ordered = [...splices].sort((left, right) => left.start - right.start || left.end - right.end);
  let at = 0;
  let result = "";
  for (const { start, end, text: fresh } of ordered) {
    if (start < at) return undefined;
    result += text.slice(at, start) + fresh;
    at = end;
  }
  return result + text.slice(at);
}
