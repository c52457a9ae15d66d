import { readFileSync } from "node:fs";
import type { Option } from "../../src/pgbackrest/option.ts";

/* What is said of an option where the cursor is on it: what it does, its values, its default, its releases, and where to read more. */

interface Summaries {
  readonly options: Readonly<Record<string, string>>;
}
interface Catalogue {
  readonly options: Readonly<Record<string, { readonly topic?: string; readonly default?: unknown }>>;
}
const data = (file: string): unknown => JSON.parse(readFileSync(new URL(`../data/${file}`, import.meta.url), "utf8"));
const isSummaries = (value: unknown): value is Summaries => typeof value === "object" && value !== null;
const isCatalogue = (value: unknown): value is Catalogue => typeof value === "object" && value !== null;
const read = { summaries: data("pgbackrest-option-summaries.json"), catalogue: data("pgbackrest-options.json") };
const summaries = isSummaries(read.summaries) ? read.summaries.options : {};
const catalogue = isCatalogue(read.catalogue) ? read.catalogue.options : {};

/** The options of which we have a summary. */
export const hasSummary = (name: string): boolean => Object.hasOwn(summaries, name);

/** The text for an option. `known` is the option in each release that has it, oldest first. */
export function optionWords(name: string, option: Option, known: readonly Option[]): string {
  const standard = catalogue[name]?.default;
  const sentences = [
    `${summaries[name] ?? name}.`,
    valuesText(option, known),
    defaultSentence(option, standard),
    dependsText(option),
    option.secure === true ? "It is a secret: write it into a `.conf` file of the Secret, not here." : undefined,
    option.since === undefined ? undefined : `Since pgBackRest ${option.since}.`,
    option.until === undefined ? undefined : `Until pgBackRest ${option.until}.`,
  ].filter((sentence) => sentence !== undefined);
  const topic = catalogue[name]?.topic;
  const url = `https://pgbackrest.org/configuration.html#section-${topic}/option-${name}`;
  return topic === undefined || topic === "maintainer" ? sentences.join(" ") : `${sentences.join(" ")}\n\n${url}`;
}

function valuesText({ type, range, allow }: Option, known: readonly Option[]): string | undefined {
  switch (type) {
    case "boolean":
      return 'Values: `"y"` or `"n"`, with the quotes.';
    case "string-id": {
      const all = new Set(known.flatMap((each) => (each.type === "boolean" ? ["y", "n"] : (each.allow ?? []))));
      return all.size === 0 ? undefined : `Values: ${[...all].map((value) => `\`${value}\``).join(", ")}.`;
    }
    case "integer":
      return allow === undefined || allow === null
        ? `A whole number${rangeText(range, String)}, in quotes.`
        : `Values: ${allow.map((value) => `\`"${value}"\``).join(", ")}.`;
    case "size":
      return allow === undefined || allow === null
        ? `A size${rangeText(range, sizeText)}, for example \`1GiB\`.`
        : `Values: ${allow.map((value) => `\`${sizeText(Number(value))}\``).join(", ")}.`;
    case "time":
      return `A number of seconds${rangeText(range, timeText)}, in quotes; since pgBackRest 2.53 also with a unit, for example \`5m\`.`;
    case "path":
      return "An absolute path.";
    case "hash":
      return "Written `key=value`.";
    default:
      return undefined;
  }
}

function rangeText(range: Option["range"], text: (value: number) => string): string {
  if (range === undefined || range === null) return "";
  if (isPair(range)) return ` from ${text(range[0])} to ${text(range[1])}`;
  const each = Object.entries(range).map(([kind, [min, max]]) => `${text(min)} to ${text(max)} for ${kind}`);
  return ` (${each.join(", ")})`;
}

const isPair = (range: NonNullable<Option["range"]>): range is readonly [number, number] => Array.isArray(range);

/** The value that pgBackRest takes without the option, as it is written. */
export function defaultText({ type, default: standard }: Option): string | undefined {
  if (standard === undefined || `${standard}`.includes("{")) return undefined;
  if (typeof standard === "boolean") return standard ? "y" : "n";
  if (typeof standard === "string") return standard;
  return type === "size" ? sizeText(standard) : type === "time" ? timeText(standard) : `${standard}`;
}

function defaultSentence(option: Option, standard: unknown): string | undefined {
  if (typeof standard === "object" && standard !== null) {
    const each = Object.entries(standard).flatMap(([kind, value]) =>
      typeof value === "number" ? [`\`${option.type === "size" ? sizeText(value) : value}\` for ${kind}`] : [],
    );
    return each.length === 0 ? undefined : `Default: ${each.join(", ")}.`;
  }
  const text = defaultText(option);
  return text === undefined || text === "" ? undefined : `Default: \`${text}\`.`;
}

function dependsText({ depends }: Option): string | undefined {
  if (depends === undefined || depends === null) return undefined;
  const values = (depends.in ?? []).map((value) => (value === true ? "y" : value === false ? "n" : value));
  const given = values.length === 0 ? "is set" : `is ${values.map((value) => `\`${value}\``).join(" or ")}`;
  return `It counts only where \`${depends.option}\` ${given}.`;
}

/** Bytes with the largest unit that divides them. */
export function sizeText(bytes: number): string {
  const units = ["PiB", "TiB", "GiB", "MiB", "KiB"];
  const at = units.findIndex((_, place) => bytes >= 1024 ** (5 - place) && bytes % 1024 ** (5 - place) === 0);
  return at < 0 ? `${bytes}` : `${bytes / 1024 ** (5 - at)}${units[at]}`;
}

/** Milliseconds as seconds. */
export const timeText = (milliseconds: number): string => `${milliseconds / 1000}`;
