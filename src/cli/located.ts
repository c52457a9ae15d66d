import type { Finding } from "../findings/finding.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import type { ListText } from "../krm/list-text.ts";
import { headOf } from "../krm/resource.ts";
import { positionOf } from "../yaml/library.ts";

/** A finding with its line and column in the file that the user wrote, from 1; without a file for findings about the functionConfig. */
export interface Located {
  readonly finding: Finding;
  readonly file?: string;
  readonly line: number;
  readonly column: number;
}

/** Looks up where each finding is. A line of a Secret's file is looked up in the manifest where that shows it, else the file's key. */
export function locate(list: ListText, findings: readonly Finding[]): readonly Located[] {
  const documents = new Map<string, { readonly text: string; readonly firstLine: number }>();
  return findings.map((finding) => {
    const { object } = finding.at;
    if (object.file === undefined) return { finding, line: 1, column: 1 };
    const { path, index = 0 } = object.file;
    const key = `${path} ${index}`;
    const document = documents.get(key) ?? documentAt(list, path, index);
    documents.set(key, document);
    const { line, column } = positionOf(document.text, pathIn(document.text, finding));
    const below = linesBelow(document.text, line, finding);
    return { finding, file: path, line: document.firstLine + line - 1 + below, column: below > 0 ? 1 : column };
  });
}

/** A file that is written as a block of literal text begins one line below its key; any other way of writing it has no lines to count. */
function linesBelow(text: string, line: number, { at }: Finding): number {
  return at.in === "conf" && /:\s*\|[-+\d]*\s*(?:#.*)?$/.test(text.split("\n")[line - 1] ?? "") ? at.line : 0;
}

function pathIn(text: string, { at }: Finding): ReadonlyArray<string | number> {
  if (at.in === "field") return at.path;
  return [text.includes("stringData") ? "stringData" : "data", at.file];
}

function documentAt(
  list: ListText,
  path: string,
  index: number,
): { readonly text: string; readonly firstLine: number } {
  for (let position = 0; position < list.itemCount; position += 1) {
    const origin = list.origin?.(position);
    if (origin?.path !== path || origin.index !== index) continue;
    const { start, end } = list.item(position);
    return { text: list.bytes.toString("utf8", start, end), firstLine: origin.line };
  }
  return { text: "", firstLine: 1 };
}

/** The number of clusters with a backup section that a list has: what the summary counts. */
export function clusterCount(list: ListText): number {
  const { postgresql } = readKinds;
  return list
    .ofKind((kind) => kind === postgresql.kind)
    .filter((index) => isOf(postgresql, headOf(list.value?.(index) ?? null))).length;
}
