import { writeYaml } from "../yaml/writer.ts";
import type { Edits, TextEdit } from "./edits.ts";
import type { ListText, Span } from "./list-text.ts";
import { blankLinesEnd, contentEnd } from "./split-list.ts";

/** The entry `results` of the list as it will be; a stream of documents has none. */
export function resultsEdit(list: ListText, { results }: Edits): readonly TextEdit[] {
  if (results === undefined || list.form.kind === "documents") return [];
  const entry = list.entries.get("results");
  if (list.root.kind === "flow") return flowEntry(list, results, entry);
  const { column = 0 } = list.root;
  const text = results.length === 0 ? "" : writeYaml({ results }, column);
  if (entry !== undefined) {
    const end = contentEnd(list.bytes, entry);
    // Blank lines would become a part of a block scalar before or in the entry.
    const takesBlankLines = text === "" || text.endsWith("\n\n");
    return [{ start: entry.start, end: takesBlankLines ? blankLinesEnd(list.bytes, end) : end, parts: [text] }];
  }
  if (text === "") return [];
  const end = newEntry(list);
  return [{ start: end, end, parts: [text], onNewLine: true }];
}

/** Where a new entry goes: at the end, unless the last one ends inside a block scalar, which must not get a line break more. */
function newEntry({ endsOpen, root, bytes, entries }: ListText): number {
  const [last] = [...entries.values()].slice(-1);
  return endsOpen === true && blankLinesEnd(bytes, root.end) === bytes.length && last !== undefined
    ? last.start
    : blankLinesEnd(bytes, root.end);
}

function flowEntry({ root }: ListText, results: readonly object[], entry: Span | undefined): readonly TextEdit[] {
  const text = `"results": ${JSON.stringify(results)}`;
  if (entry === undefined) {
    const comma = root.comma === true ? "" : ",";
    return results.length === 0 ? [] : [{ start: root.end, end: root.end, parts: [`${comma}\n${text}\n`] }];
  }
  return [{ ...entry, parts: [entry.end === root.end ? `${text}\n` : `${text},\n`] }];
}
