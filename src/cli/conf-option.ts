import type { Path, Place } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { quotableName } from "../text/quotable.ts";

/** The option, or the section, that a line of a pgBackRest file is about. */
export interface LineOption {
  /** Its name, as messages may show it. */
  readonly option: string;
  /** Where its name stands on the line, from 1, and the first column behind it. */
  readonly column: number;
  readonly endColumn: number;
}

/** What a line of a pgBackRest file is about; `undefined` for a blank one. */
export function optionOn(line: string): LineOption | undefined {
  const [, blanks = "", name = ""] = /^(\s*)(\[[^\]]*\]?|[^\s=]+)/.exec(line) ?? [];
  if (name === "") return undefined;
  const column = blanks.length + 1;
  return { option: quotableName(name), column, endColumn: column + name.length };
}

/** The option that a place in a file of a Secret is about, from the Secret; `undefined` where the text is not in it. */
export function optionAt(secret: JsonValue, place: Place, objectPath: Path = []): string | undefined {
  if (place.in !== "conf") return undefined;
  const { file, line, path } = place;
  const paths =
    path === undefined
      ? [
          ["stringData", file],
          ["data", file],
        ]
      : [path];
  for (const each of paths) {
    const value = valueAt(secret, [...objectPath, ...each]);
    if (typeof value !== "string") continue;
    const text = each[0] === "data" ? Buffer.from(value, "base64").toString("utf8") : value;
    return optionOn(linesOf(text)[line - 1] ?? "")?.option;
  }
  return undefined;
}

/** Remembered, for a file has many findings; only the last one, for it may hold secrets. */
function linesOf(text: string): readonly string[] {
  if (last.text !== text) last = { text, lines: text.split("\n") };
  return last.lines;
}
let last: { readonly text: string; readonly lines: readonly string[] } = { text: "", lines: [] };
