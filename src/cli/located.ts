import type { Finding, ObjectRef, Path, Place } from "../findings/finding.ts";
import { isUnclear, itemsAt, membersOf } from "../function/item.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { ListText } from "../krm/list-text.ts";
import { headOf } from "../krm/resource.ts";
import { positionOf } from "../yaml/library.ts";
import type { FunctionConfigFile } from "./function-config-file.ts";

/** A finding with its line and column in the file that the user wrote, from 1; without a file for findings about the input as a whole. */
export interface Located {
  readonly finding: Finding;
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}

/** Looks up where each finding is. A line of a Secret's file is looked up in the manifest where that shows it, else the file's key. */
export function locate(list: ListText, findings: readonly Finding[]): readonly Located[] {
  const documentOf = findings.length === 0 ? undefined : documentFinder(list);
  return findings.map((finding) => {
    const { file } = finding.at.object;
    if (file === undefined) return { finding, line: 1, column: 1 };
    const also = finding.also?.map((place) => withLine(place, positionIn(documentOf, place).line));
    return {
      finding: also === undefined ? finding : { ...finding, also },
      file: file.path,
      ...positionIn(documentOf, finding.at),
    };
  });
}

/** Line and column of a place in its file. */
function positionIn(documentOf: ReturnType<typeof documentFinder> | undefined, at: Place) {
  const { file } = at.object;
  const { text, firstLine, value } = (file && documentOf?.(file.path, file.index ?? 0)) ?? noDocument;
  const { line, column } = positionOf(text, [...memberPath(value, at.object), ...pathIn(text, at)]);
  const below = linesBelow(text.split("\n")[line - 1] ?? "", at);
  return { line: firstLine + line - 1 + below, column: below > 0 ? 1 : column };
}

/** The other place of a collision, whose line is shown with its file. */
function withLine(place: Place, line: number): Place {
  const { file } = place.object;
  if (file === undefined) return place;
  return { ...place, object: { ...place.object, file: { ...file, path: `${file.path}:${line}` } } };
}

/**
 * The place in the file of the functionConfig, for a finding about that: the only object of no file. Some of its `checks` may be those of
 * another file (`--config`).
 */
export function inConfigFile(located: Located, config: FunctionConfigFile | undefined): Located {
  const { at } = located.finding;
  const { file, kind, name = "" } = at.object;
  if (config === undefined || file !== undefined || kind === "") return located;
  const head = headOf(config.value);
  const isThere =
    kind === head.kind &&
    name === head.name &&
    at.in === "field" &&
    (at.path[1] !== "checks" || valueAt(config.value, at.path) !== undefined);
  return isThere ? { ...located, file: config.path, ...positionOf(config.text, at.path) } : located;
}

const noDocument = { text: "", firstLine: 1, value: null };

/** Where in a document an object is that may be the member of a `List`, or of one in another. */
function memberPath(value: JsonValue, { apiVersion, kind, name = "", namespace = "" }: ObjectRef): Path {
  const found = membersOf(value).find(
    ({ head }) =>
      head.kind === kind && head.apiVersion === apiVersion && head.name === name && head.namespace === namespace,
  );
  return found?.path ?? [];
}

/** A file that is written as a block of literal text begins one line below its key; any other way of writing it has no lines to count. */
export const linesBelow = (keyLine: string, at: Place): number =>
  at.in === "conf" && /:\s*\|[-+\d]*\s*(?:#.*)?$/.test(keyLine) ? at.line : 0;

function pathIn(text: string, at: Place): ReadonlyArray<string | number> {
  if (at.in === "field") return at.path;
  return at.path ?? [text.includes("stringData") ? "stringData" : "data", at.file];
}

/** Finds documents by file and place in the file, in time that does not grow with their number. */
function documentFinder({ bytes, item, itemCount, origin, value }: ListText) {
  const documents = new Map<string, { readonly position: number; readonly firstLine: number }>();
  for (let position = 0; position < itemCount; position += 1) {
    const from = origin?.(position);
    if (from !== undefined) documents.set(`${from.path} ${from.index}`, { position, firstLine: from.line });
  }
  return (path: string, index: number) => {
    const document = documents.get(`${path} ${index}`);
    if (document === undefined) return undefined;
    const { start, end } = item(document.position);
    return {
      text: bytes.toString("utf8", start, end),
      firstLine: document.firstLine,
      value: value?.(document.position) ?? null,
    };
  };
}

/** The number of clusters that a list has, with or without a backup section: what the summary counts. */
export function clusterCount(list: ListText): number {
  const { postgresql } = readKinds;
  const read = (index: number) => list.value?.(index) ?? null;
  return list
    .ofKind((kind) => kind === postgresql.kind || isUnclear(kind))
    .flatMap((index) => itemsAt(list, read, index))
    .filter(({ head }) => isOf(postgresql, head)).length;
}
