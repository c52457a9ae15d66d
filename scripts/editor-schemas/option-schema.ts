import { releases } from "../../src/pgbackrest/generated/options.ts";
import { type Option, optionIn } from "../../src/pgbackrest/option.ts";
import { numberPattern } from "./number-pattern.ts";
import { defaultText, optionWords, sizeText } from "./option-words.ts";
import { oneOfTexts, type Schema } from "./schema.ts";

/*
 * What an editor knows of an option in `global`: the values that some release of pgBackRest takes. Which release runs is for the program to
 * judge; so are the limits of sizes and times, for which a regular expression would not say what is wrong.
 */

/** Something that a later step fills in, which the program does not judge either. */
export const filledInLater = { $ref: "#/definitions/filledInLater" };

const sizes = "^\\d+(?:[kKmMgGtTpP](?:[iI]?[bB])?|[bB])?$";
const times = "^\\d+(?:\\.\\d+|[mM]?[sS]|[mMhHdDwW])?$";
const oneLine = "^[^\\r\\n]*[^\\s][^\\r\\n]*$";

/** The schema of an option's value. */
export function optionSchema(name: string, option: Option): Schema {
  const inReleases = releases.flatMap((release) => optionIn(option, release) ?? []);
  const known = inReleases.length > 0 ? inReleases : [option];
  const { value, offered = {} } = valueSchema(known);
  const standard = defaultText(option);
  const needsQuotes = offered.defaultSnippets !== undefined;
  return {
    type: "string",
    description: optionWords(name, option, known),
    ...(standard !== undefined && !needsQuotes && { default: standard }),
    ...offered,
    ...(value.pattern === oneLine ? value : { anyOf: [value, filledInLater] }),
  };
}

function valueSchema(known: readonly Option[]): { readonly value: Schema; readonly offered?: Schema } {
  const types = new Set(known.map(({ type }) => type));
  const [type] = types;
  if (types.has("string") || types.has("list")) return { value: { pattern: oneLine } };
  const allowed = new Set(known.flatMap((each) => (each.type === "boolean" ? ["y", "n"] : (each.allow ?? []))));
  if (allowed.size > 0 && type !== "size") return oneOfTexts([...allowed].map(String));
  switch (type) {
    case "integer":
      return { value: { pattern: integers(known) } };
    case "size":
      return {
        value: { pattern: sizes },
        ...(allowed.size > 0 && { offered: { examples: [...allowed].map(Number).map(sizeText) } }),
      };
    case "time":
      return { value: { pattern: times } };
    case "path":
      return { value: { pattern: "^/(?!.*//)[^\\r\\n]*$" } };
    case "hash":
      return { value: { pattern: "^[^\\r\\n]*=[^\\r\\n]*$" } };
    default:
      return { value: { pattern: oneLine } };
  }
}

/** Whole numbers within the widest range that a release, a compression or a storage allows. */
function integers(known: readonly Option[]): string {
  const ranges = known.map(({ range }) => rangesOf(range));
  if (ranges.some((each) => each.length === 0)) return "^[+-]?\\d+$";
  const all = ranges.flat();
  const [min, max] = [Math.min(...all.map(([least]) => least)), Math.max(...all.map(([, most]) => most))];
  const negative = min < 0 ? numberPattern(min, Math.min(-1, max)) : undefined;
  const positive = max < 0 ? undefined : `\\+?0*(?:${numberPattern(Math.max(0, min), max)})`;
  return `^(?:${[negative, positive].filter((each) => each !== undefined).join("|")})$`;
}

function rangesOf(range: Option["range"]): ReadonlyArray<readonly [min: number, max: number]> {
  if (range === undefined || range === null) return [];
  return isPair(range) ? [range] : Object.values(range);
}

const isPair = (range: NonNullable<Option["range"]>): range is readonly [number, number] => Array.isArray(range);
