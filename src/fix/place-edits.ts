import { isMap, isScalar, isSeq, type Scalar } from "yaml";
import type { Path, Place } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import { jsonValueOf } from "../yaml/library.ts";
import { confLine, lineStart } from "./conf-edit.ts";
import type { Edit, Splice, Written } from "./edit.ts";
import { writtenOf, yamlSplice } from "./yaml-edit.ts";
import { blockAround, documentsOf, type FoundPair, pairsAt } from "./yaml-pair.ts";

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

/** The splice for a finding, in the text of its file. A file that ends in `.conf` is one of pgBackRest, all others are YAML. */
export function placeEdits(text: string, path: string, sought: Sought, decide: Decide): PlaceEdits {
  const { line, column, place } = sought;
  // A generator may give the file another name in the Secret.
  const isOther = place.in === "conf" && path !== "" && !/\.(?:ya?ml|json)$|[Kk]ustomization$/.test(path);
  if (path.endsWith(".conf") || isOther) return editsOfLine(text, line, decide);
  const start = lineStart(text, line);
  const documents = documentsOf(text);
  if (start === undefined || documents.length === 0) return uncertain;
  const offset = start + column - 1;
  if (place.in === "conf") {
    const block = blockAround(documents, start);
    if (block?.key === place.file) return editsOfLine(text, line, decide);
    return editsOfEncoded(text, only(pairsAt(documents, offset), [place.file]), place, decide);
  }
  const mark = text.startsWith("\ufeff") && line === 1 ? pairsAt(documents, offset + 1) : [];
  const pair = only([...pairsAt(documents, offset), ...mark], place.path);
  if (pair !== undefined) return editsOfPair(text, pair, place.path, decide);
  const entry = generatorEntry(text, offset, place.path, decide);
  if (entry !== undefined) return entry;
  const block = blockAround(documents, start);
  return block === undefined ? uncertain : inlinePatch(text, block.scalar, sought, decide);
}

function editsOfLine(text: string, line: number, decide: Decide): PlaceEdits {
  const found = confLine(text, line);
  if (found === undefined) return uncertain;
  const edit = decide(found.written);
  return edit === undefined ? noAnswer : result(found.splice(edit), true);
}

function editsOfPair(text: string, pair: FoundPair, path: Path, decide: Decide): PlaceEdits {
  const written = writtenOf(pair);
  const operation = isOperation(pair, path);
  const edit = decide(operation ? { ...written, key: String(path.at(-1)) } : written);
  // The name of what an operation sets is a part of a pointer.
  if (operation && edit !== undefined && edit.do !== "set" && edit.do !== "quote") return uncertain;
  return edit === undefined ? noAnswer : result(yamlSplice(text, pair, edit), isOfSecret(pair));
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
  const pointer: unknown = map.get("path");
  if (key.value !== "value" || at.length !== 2 || typeof at[0] !== "number" || typeof pointer !== "string")
    return false;
  const last = String(path.at(-1)).replaceAll("~", "~0").replaceAll("/", "~1");
  return map.has("op") && pointer.endsWith(`/${last}`);
}

/** True for what is in a Secret, or in what makes one. */
function isOfSecret({ document, path }: Pick<FoundPair, "document" | "path">): boolean {
  let node: unknown = document.contents;
  for (const key of path) {
    if (isMap(node)) {
      const kind: unknown = node.get("kind");
      if (typeof kind === "string" && kind.includes("Secret")) return true;
      node = node.get(key, true);
    } else node = isSeq(node) && typeof key === "number" ? node.items[key] : undefined;
  }
  return false;
}

/** A file of a Secret in base64: it is decoded, mended and encoded again. */
function editsOfEncoded(
  text: string,
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
  const inner = editsOfLine(conf, place.line, decide);
  if (inner.is !== "edits") return inner;
  const { start, end, text: fresh } = inner.splice;
  const value = Buffer.from(conf.slice(0, start) + fresh + conf.slice(end)).toString("base64");
  return result(yamlSplice(text, pair, { do: "set", value }), true);
}

/** An entry `KEY=FILE`, or `KEY=TEXT`, of a `secretGenerator`: the name before the equals sign is the file's. */
function generatorEntry(text: string, offset: number, place: Path, decide: Decide): PlaceEdits | undefined {
  const [document] = documentsOf(text);
  const generators: unknown = document?.get("secretGenerator");
  if (!isSeq(generators)) return undefined;
  for (const generator of generators.items) {
    if (!isMap(generator)) continue;
    for (const field of ["files", "literals"]) {
      const list: unknown = generator.get(field);
      const entry: unknown = isSeq(list)
        ? list.items.find((item) => isScalar(item) && item.range?.[0] === offset)
        : undefined;
      if (isScalar(entry)) return editsOfEntry(text, entry, field, place, decide);
    }
  }
  return undefined;
}

function editsOfEntry(text: string, entry: Scalar, field: string, place: Path, decide: Decide): PlaceEdits {
  const name = String(place.at(-1));
  const { value, range, type, anchor } = entry;
  const isSimple = type === "PLAIN" || type === "QUOTE_SINGLE" || type === "QUOTE_DOUBLE";
  if (typeof value !== "string" || !range || !isSimple || anchor !== undefined) return uncertain;
  const at = range[0] + (type === "PLAIN" ? 0 : 1);
  const isNamed = value.startsWith(`${name}=`);
  if (!isNamed && (field === "literals" || value.split("/").at(-1) !== name)) return uncertain;
  const edit = decide({ form: "yaml", key: name, value });
  if (edit?.do !== "rename" || (isNamed && !text.startsWith(name, at))) return { is: "no answer" };
  const splice = isNamed
    ? { start: at, end: at + name.length, text: edit.key }
    : { start: at, end: at, text: `${edit.key}=` };
  return result(splice, field === "literals");
}

/** A patch that is written in a block of its kustomization: its own lines are indented there. */
function inlinePatch(text: string, { range, value }: Scalar, sought: Sought, decide: Decide): PlaceEdits {
  if (!range || typeof value !== "string" || text.slice(0, range[1]).includes("\r")) return uncertain;
  const first = text.indexOf("\n", range[0]) + 1;
  const indent = /^(?:[ \t]*\n)*( +)\S/.exec(text.slice(first, range[1]))?.[1]?.length ?? 0;
  // Which offset of the file each one of the patch is.
  const offsets: number[] = [];
  let inner = "";
  let at = first;
  for (const line of text.slice(first, range[1]).split(/(?<=\n)/)) {
    const own = line.trim() === "" ? line.replace(/^ +/, "") : line.slice(indent);
    const skipped = line.length - own.length;
    for (let index = 0; index < own.length; index += 1) offsets.push(at + skipped + index);
    inner += own;
    at += line.length;
  }
  offsets.push(at);
  const firstLine = text.slice(0, first).split("\n").length;
  const found = placeEdits(inner, "", { ...sought, line: sought.line - firstLine + 1 }, decide);
  if (found.is !== "edits") return found;
  const { start, end, text: fresh } = found.splice;
  const [from, to] = [offsets[start], offsets[end]];
  if (from === undefined || to === undefined) return uncertain;
  return { ...found, splice: { start: from, end: to, text: fresh.replaceAll("\n", `\n${" ".repeat(indent)}`) } };
}
