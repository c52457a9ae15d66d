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

/**
 * Finds the options that places in files of a Secret are about, from the Secret; `undefined` where the text is not in it. A file has many lines
 * with findings, so each is decoded and cut once.
 */
export function optionsIn(secret: JsonValue): (place: Place, objectPath?: Path) => string | undefined {
  const known = new Map<string, readonly string[] | undefined>();
  const linesAt = (objectPath: Path, path: Path): readonly string[] | undefined => {
    const key = JSON.stringify([objectPath, path]);
    if (!known.has(key)) known.set(key, linesOf(valueAt(secret, [...objectPath, ...path]), path[0] === "data"));
    return known.get(key);
  };
  return (place, objectPath = []) => {
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
      const lines = linesAt(objectPath, each);
      if (lines !== undefined) return optionOn(lines[line - 1] ?? "")?.option;
    }
    return undefined;
  };
}

function linesOf(value: JsonValue | undefined, isEncoded: boolean): readonly string[] | undefined {
  if (typeof value !== "string") return undefined;
  return (isEncoded ? Buffer.from(value, "base64").toString("utf8") : value).split("\n");
}
