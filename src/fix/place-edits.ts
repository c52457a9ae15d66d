import type { Path, Place } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import { jsonValueOf } from "../yaml/library.ts";
import { confLine } from "./conf-edit.ts";
import type { Edit, Splice, Written } from "./edit.ts";
import type { FoundPair } from "./found-pair.ts";
import { generatorEntries } from "./generator-entry.ts";
import { type InlineText, inlineText } from "./inline-text.ts";
import { type FoundBlock, type SourceText, sourceText } from "./source-text.ts";
import { writtenOf, yamlSplice } from "./yaml-edit.ts";

/** Where in a file somebody wrote what a finding is about; line and column count from 1. */
export interface Sought {
  readonly line: number;
  readonly column: number;
  readonly place: Place;
}

/**
 * What to do there; `uncertain` where it is not sure that this is the place, `no answer` where no edit is right, `in the way` where one is, but
 * something else there would change with it: a comment, another place that an alias fills, a key that is there already.
 */
export type PlaceEdits =
  | { readonly is: "edits"; readonly splice: Splice; readonly isOfSecret: boolean }
  | { readonly is: "uncertain" | "no answer" | "in the way" };

/** Asks a fix what to do about what is written. */
export type Decide = (written: Written) => Edit | undefined;

const uncertain = { is: "uncertain" } as const;
const noAnswer = { is: "no answer" } as const;

/**
 * Finds the splice for each finding in the text of a file, which is parsed and searched once for all of them. A file that ends in `.conf` is one
 * of pgBackRest, all others are YAML.
 */
export function placeEdits(text: string, path: string): (sought: Sought, decide: Decide) => PlaceEdits {
  const source = sourceText(text);
  const entryAt = generatorEntries(source);
  const inner = new Map<FoundBlock, ReturnType<typeof inlinePatch>>();
  const ofBlock = (block: FoundBlock) => {
    const known = inner.get(block) ?? inlinePatch(inlineText(source, block));
    inner.set(block, known);
    return known;
  };
  return (sought, decide) => {
    const { line, column, place } = sought;
    // A generator may give the file another name in the Secret.
    const isOther = place.in === "conf" && path !== "" && !/\.(?:ya?ml|json)$|[Kk]ustomization$/.test(path);
    if (path.endsWith(".conf") || isOther) return editsOfLine(source, line, decide);
    const start = source.lineStart(line);
    if (start === undefined || source.documents().length === 0) return uncertain;
    const offset = start + column - 1;
    const block = source.blockAround(start);
    if (place.in === "conf")
      return block?.key === place.file
        ? editsOfLine(source, line, decide)
        : editsOfEncoded(source, only(source.pairsAt(offset), [place.file]), place, decide);
    const mark = text.startsWith("\ufeff") && line === 1 ? source.pairsAt(offset + 1) : [];
    const pair = only([...source.pairsAt(offset), ...mark], place.path);
    if (pair !== undefined) return editsOfPair(source, pair, place.path, decide);
    const entry = entryAt(offset);
    if (entry !== undefined) {
      const found = entry(place.path, decide);
      return "splice" in found ? result(found.splice, found.isText) : found;
    }
    return block === undefined ? uncertain : ofBlock(block)(sought, decide);
  };
}

function editsOfLine(source: SourceText, line: number, decide: Decide): PlaceEdits {
  const found = confLine(source, line);
  if (found === undefined) return uncertain;
  const edit = decide(found.written);
  return edit === undefined ? noAnswer : result(found.splice(edit), true);
}

function editsOfPair(source: SourceText, pair: FoundPair, path: Path, decide: Decide): PlaceEdits {
  const written = writtenOf(pair);
  const operation = isOperation(pair, path);
  const edit = decide(operation ? { ...written, key: String(path.at(-1)) } : written);
  // The name of what an operation sets is a part of a pointer.
  if (operation && edit !== undefined && edit.do !== "set" && edit.do !== "quote") return uncertain;
  return edit === undefined ? noAnswer : result(yamlSplice(source, pair, edit), isOfSecret(pair));
}

const result = (splice: Splice | undefined, isSecret: boolean): PlaceEdits =>
  splice === undefined ? { is: "in the way" } : { is: "edits", splice, isOfSecret: isSecret };

/** The one pair that a path may mean. */
function only(pairs: readonly FoundPair[], path: Path): FoundPair | undefined {
  const [first, ...others] = pairs.filter((pair) => isMeant(pair, path));
  return others.length > 0 ? undefined : first;
}

/** True where the pair has the name that the finding speaks of, or is the `value` of an operation of a JSON patch on it. */
const isMeant = (pair: FoundPair, path: Path) => pair.key.value === path.at(-1) || isOperation(pair, path);

function isOperation({ key, map, path: at }: FoundPair, path: Path): boolean {
  if (key.value !== "value" || at.length !== 2 || typeof at[0] !== "number") return false;
  const pointer: unknown = map.get("path");
  const last = String(path.at(-1)).replaceAll("~", "~0").replaceAll("/", "~1");
  return typeof pointer === "string" && map.has("op") && pointer.endsWith(`/${last}`);
}

/** True for what is in a Secret, or in what makes one. */
const isOfSecret = ({ kinds }: FoundPair) => kinds.some((kind) => kind.includes("Secret"));

/** A file of a Secret in base64: it is decoded, mended and encoded again. */
function editsOfEncoded(
  source: SourceText,
  pair: FoundPair | undefined,
  place: Extract<Place, { in: "conf" }>,
  decide: Decide,
): PlaceEdits {
  if (pair === undefined || pair.key.value !== place.file || pair.path.at(-2) !== "data") return uncertain;
  const encoded: JsonValue = jsonValueOf(pair.value, pair.document);
  if (typeof encoded !== "string" || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return uncertain;
  const bytes = Buffer.from(encoded, "base64");
  const conf = bytes.toString("utf8");
  if (!Buffer.from(conf).equals(bytes)) return uncertain;
  const inner = editsOfLine(sourceText(conf), place.line, decide);
  if (inner.is !== "edits") return inner;
  const { start, end, text: fresh } = inner.splice;
  const value = Buffer.from(conf.slice(0, start) + fresh + conf.slice(end)).toString("base64");
  return result(yamlSplice(source, pair, { do: "set", value }), true);
}

/** A patch that is written in a block of its kustomization. */
function inlinePatch(inline: InlineText | undefined): (sought: Sought, decide: Decide) => PlaceEdits {
  if (inline === undefined) return () => uncertain;
  const editsIn = placeEdits(inline.text, "");
  return (sought, decide) => {
    const found = editsIn({ ...sought, line: sought.line - inline.firstLine + 1 }, decide);
    if (found.is !== "edits") return found;
    const splice = inline.outside(found.splice);
    return splice === undefined ? uncertain : { ...found, splice };
  };
}
