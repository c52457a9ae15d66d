import type { Finding, ObjectRef, Path } from "../findings/finding.ts";
import { isListKind, isUnclear, itemsAt } from "../function/item.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import { headOf } from "../krm/resource.ts";
import { type Position, positionsIn } from "../yaml/library.ts";

/** A finding with its line and column in the file that the user wrote, from 1; without a file for findings about the functionConfig. */
export interface Located {
  readonly finding: Finding;
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Looks up where each finding is. A line of a Secret's file is looked up in the manifest where that shows it, else the file's key. Documents
 * are taken one by one, each parsed once for all its findings, and then forgotten: those of a fleet would fill the memory.
 */
export function locate(list: ListText, findings: readonly Finding[]): readonly Located[] {
  if (findings.length === 0) return [];
  const documentAt = documentFinder(list);
  const byDocument = new Map<FoundDocument | undefined, number[]>();
  findings.forEach(({ at: { object } }, index) => {
    const document = object.file && documentAt(object.file.path, object.file.index ?? 0);
    const known = byDocument.get(document);
    if (known === undefined) byDocument.set(document, [index]);
    else known.push(index);
  });
  const located = new Map<number, Located>();
  for (const [document, indexes] of byDocument) {
    const placeOf = document === undefined ? () => ({ line: 1, column: 1 }) : placesIn(list, document);
    for (const index of indexes) {
      const finding = findings[index];
      if (finding === undefined) continue;
      const file = finding.at.object.file?.path;
      located.set(index, { finding, ...(file !== undefined && { file }), ...placeOf(finding) });
    }
  }
  return findings.flatMap((_, index) => located.get(index) ?? []);
}

/** Finds places in one document. */
function placesIn(
  { bytes, item, value }: ListText,
  { position, firstLine }: FoundDocument,
): (finding: Finding) => Position {
  const { start, end } = item(position);
  const text = bytes.toString("utf8", start, end);
  const lines = text.split("\n");
  const positionOf = positionsIn(text);
  const memberOf = memberFinder(value?.(position) ?? null);
  const data = text.includes("stringData") ? "stringData" : "data";
  return ({ at }) => {
    const { line, column } = positionOf([...memberOf(at.object), ...(at.in === "field" ? at.path : [data, at.file])]);
    const below = at.in === "conf" && isLiteralHeader(lines[line - 1] ?? "") ? at.line : 0;
    return { line: firstLine + line - 1 + below, column: below > 0 ? 1 : column };
  };
}

/** Where in a document an object is that may be the member of a `List`. */
function memberFinder(value: JsonValue): (object: ObjectRef) => Path {
  const members = isObject(value) && isListKind(headOf(value).kind) ? value.items : undefined;
  if (!Array.isArray(members)) return () => [];
  const positions = new Map<string, number>();
  members.map(headOf).forEach((head, position) => {
    if (!positions.has(keyOf(head))) positions.set(keyOf(head), position);
  });
  return (object) => {
    const position = positions.get(keyOf(object));
    return position === undefined ? [] : ["items", position];
  };
}

const keyOf = ({ apiVersion, kind, name = "", namespace = "" }: ObjectRef) =>
  [apiVersion, kind, namespace, name].join("\n");

/** A file that is written as a block of literal text begins one line below its key; any other way of writing it has no lines to count. */
const isLiteralHeader = (line: string) => /:\s*\|[-+\d]*\s*(?:#.*)?$/.test(line);

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
export function clusterCount(list: ListText): number {
  const { postgresql } = readKinds;
  const read = (index: number) => list.value?.(index) ?? null;
  return list
    .ofKind((kind) => kind === postgresql.kind || isUnclear(kind))
    .flatMap((index) => itemsAt(list, read, index))
    .filter(({ head }) => isOf(postgresql, head)).length;
}
