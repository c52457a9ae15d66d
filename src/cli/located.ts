import type { Finding, ObjectRef, Path, Place } from "../findings/finding.ts";
import { isUnclear, itemsAt, membersOf } from "../function/item.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import { addTo } from "../text/groups.ts";
import { type Position, positionsIn } from "../yaml/library.ts";
import { optionOn, optionsIn } from "./conf-option.ts";

/** A line and column, from 1, of a file that the user wrote; without a file for what is about the input as a whole. */
export interface FilePosition extends Position {
  readonly file?: string;
  /** The option of pgBackRest that it is about, for a line of a Secret's file, as messages may show it; absent where it cannot be read. */
  readonly option?: string;
}

/** A finding, and where it is. */
export interface Located extends FilePosition {
  readonly finding: Finding;
  /** The kustomization that it is in, as the user named it; absent for files. */
  readonly folder?: string;
  /** Where the places of the finding's `also` are, in their order; absent where that is not known. */
  readonly also?: readonly FilePosition[];
}

/** Looks up where places are: all of them at once, because each file is read for all places in it. */
export type Locate = (places: readonly Place[]) => (place: Place) => FilePosition;

/** The findings, with their places and the other places of collisions looked up. */
export function locatedBy(locate: Locate, findings: readonly Finding[]): readonly Located[] {
  if (findings.length === 0) return [];
  const positionOf = locate(findings.flatMap(({ at, also = [] }) => [at, ...also]));
  return findings.map((finding) => ({
    finding,
    ...positionOf(finding.at),
    ...(finding.also !== undefined && { also: finding.also.map(positionOf) }),
  }));
}

/**
 * Looks up places in the files of a list. A line of a Secret's file is looked up in the manifest where that shows it, else the file's key.
 * Documents are taken one by one, each parsed once for all places in it, and then forgotten: those of a fleet would fill the memory.
 */
export const locateIn =
  (list: ListText): Locate =>
  (places) => {
    const positions = positionsOf(list, places);
    return (place) => {
      const { file } = place.object;
      return { ...(file !== undefined && { file: file.path }), ...(positions.get(place) ?? { line: 1, column: 1 }) };
    };
  };

/** Lines and columns, from 1, of the places that are in documents of the list. */
function positionsOf(list: ListText, places: readonly Place[]): ReadonlyMap<Place, FilePosition> {
  const documentAt = documentFinder(list);
  const byDocument = new Map<FoundDocument, Place[]>();
  for (const place of places) {
    const { file } = place.object;
    const document = file && documentAt(file.path, file.index ?? 0);
    if (document === undefined) continue;
    addTo(byDocument, document, place);
  }
  const positions = new Map<Place, FilePosition>();
  for (const [document, inDocument] of byDocument) {
    const positionOf = positionFinder(list, document);
    for (const place of inDocument) positions.set(place, positionOf(place));
  }
  return positions;
}

/** Finds places in one document. */
function positionFinder(
  { bytes, item, value }: ListText,
  { position, firstLine }: FoundDocument,
): (place: Place) => FilePosition {
  const { start, end } = item(position);
  const text = bytes.toString("utf8", start, end);
  const lines = text.split("\n");
  const positionOf = positionsIn(text);
  const read = value?.(position) ?? null;
  const memberOf = memberFinder(read);
  const optionOf = optionsIn(read);
  const data = text.includes("stringData") ? "stringData" : "data";
  const blockAt = blocksIn(lines);
  return (at) => {
    const path = at.in === "field" ? at.path : (at.path ?? [data, at.file]);
    const member = memberOf(at.object);
    const found = positionOf([...member, ...path]);
    const option = optionOf(at, member);
    const shown = blockAt(found, at);
    return { ...shown, line: firstLine + shown.line - 1, ...(option !== undefined && { option }) };
  };
}

/** Where in a document an object is that may be the member of a `List`, or of one in another. */
function memberFinder(value: JsonValue): (object: ObjectRef) => Path {
  const paths = new Map<string, Path>();
  for (const { head, path } of membersOf(value)) if (!paths.has(keyOf(head))) paths.set(keyOf(head), path);
  return (object) => paths.get(keyOf(object)) ?? [];
}

const keyOf = ({ apiVersion, kind, name = "", namespace = "" }: Omit<ObjectRef, "file">) =>
  [apiVersion, kind, namespace, name].join("\n");

/**
 * Finds the place of a line of a Secret's file, from that of the file's key. A file that is written as a block of literal text begins one line
 * below its key; any other way of writing it has no lines to count. Each line with a key is looked at once: the whole file may be in it.
 */
export function blocksIn(lines: readonly string[]): (key: Position, at: Place) => Position {
  const known = new Map<number, boolean>();
  const beginsBlock = (line: number) => {
    const begins = known.get(line) ?? /:\s*\|[-+\d]*\s*(?:#.*)?$/.test(lines[line - 1] ?? "");
    known.set(line, begins);
    return begins;
  };
  return (key, at) => {
    if (at.in !== "conf" || !beginsBlock(key.line)) return key;
    const line = key.line + at.line;
    const { column = 1, endColumn } = optionOn(lines[line - 1] ?? "") ?? {};
    return { line, column, ...(endColumn !== undefined && { endColumn }) };
  };
}

/** A document: its position in the list, and the line of its file that it begins at. */
interface FoundDocument {
  readonly position: number;
  readonly firstLine: number;
}

/** Finds documents by file and place in the file, in time that does not grow with their number. */
function documentFinder({ itemCount, origin }: ListText) {
  const documents = new Map<string, FoundDocument>();
  for (let position = 0; position < itemCount; position += 1) {
    const from = origin?.(position);
    if (from !== undefined) documents.set(`${from.path} ${from.index}`, { position, firstLine: from.line });
  }
  return (path: string, index: number) => documents.get(`${path} ${index}`);
}

/** The number of clusters that a list has, with or without a backup section: what the summary counts. */
export const clusterCount = (list: ListText): number => clusterValues(list).length;

/** The clusters that a list has, with or without a backup section. */
export function clusterValues(list: ListText): readonly JsonValue[] {
  const { postgresql } = readKinds;
  const read = (index: number) => list.value?.(index) ?? null;
  return list
    .ofKind((kind) => kind === postgresql.kind || isUnclear(kind))
    .flatMap((index) => itemsAt(list, read, index))
    .filter(({ head }) => isOf(postgresql, head))
    .map(({ value }) => value);
}
