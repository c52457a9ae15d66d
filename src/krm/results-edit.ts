import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { writeYaml } from "../yaml/writer.ts";
import type { Edits, TextEdit } from "./edits.ts";
import type { ListText, Span } from "./list-text.ts";
import { blankLinesEnd, contentEnd } from "./split-list.ts";
import { isIndentedComment, linesBetween } from "./stream-lines.ts";

/** The entry `results` of the list as it will be; a stream of documents has none. */
export function resultsEdit(list: ListText, { results }: Edits): readonly TextEdit[] {
  if (results === undefined || list.form.kind === "documents") return [];
  const entry = list.entries.get("results");
  if (entry !== undefined) {
    expectOneReading(list, entry);
    expectLineEnd(list);
  }
  if (list.root.kind === "flow") return flowEntry(list, results, entry);
  const { column = 0 } = list.root;
  const text = results.length === 0 ? "" : writeYaml({ results }, column);
  if (entry !== undefined) {
    // With the blank lines behind it, which could become a part of a block scalar before or in the entry.
    const end = blankLinesEnd(list.bytes, contentEnd(list.bytes, entry));
    return [{ start: entry.start, end, parts: [text] }];
  }
  if (text === "") return [];
  const end = newEntry(list);
  return [{ start: end, end, parts: [text], onNewLine: true }];
}

/**
 * What others wrote is written again with the value that it has for us, which must be the one that it has for all. Throws `UnreadableInput`
 * for a character outside of quotes that YAML 1.1, and so Go, takes for a line break, and YAML 1.2 for a letter.
 */
function expectOneReading({ bytes }: ListText, { start, end }: Span): void {
  const text = bytes.toString("utf8", start, end);
  const at = text
    .replace(/"(?:[^"\\]|\\[\s\S])*"/g, (quoted) => " ".repeat(quoted.length))
    .search(/[\u0085\u2028\u2029]/);
  if (at < 0) return;
  const line = bytes.toString("latin1", 0, start).split("\n").length + text.slice(0, at).split("\n").length - 1;
  throw new UnreadableInput(
    `Line ${line} of the input, in \`results\`, has the character U+${text.charCodeAt(at).toString(16).padStart(4, "0")}, which some readers of YAML take for a line break. Remove it, or write it as an escape in double quotes.`,
  );
}

/**
 * Blanks without a line break at the end of the input, in a block scalar, are one more line for kubectl and none for kyaml. Throws
 * `UnreadableInput`.
 */
function expectLineEnd({ bytes, endsOpen, entries }: ListText): void {
  const isLast = [...entries.keys()].at(-1) === "results";
  if (endsOpen !== true || !isLast || !/(?:^|\n) +$/.test(bytes.toString("latin1", bytes.lastIndexOf(10)))) return;
  throw new UnreadableInput(
    "The input ends in a text of `results`, with blanks and without a line break, which readers of YAML do not read alike. Write a line break there, or remove the blanks.",
  );
}

/**
 * Where a new entry goes: at the end, unless the last one ends inside a block scalar, which must not get a line break more. Indented comments
 * stay before it: behind it, they would be a part of it.
 */
function newEntry({ endsOpen, root, bytes, entries }: ListText): number {
  const [last] = [...entries.values()].slice(-1);
  return endsOpen === true && blankLinesEnd(bytes, root.end) === bytes.length && last !== undefined
    ? last.start
    : indentedCommentsEnd(bytes, blankLinesEnd(bytes, root.end));
}

/** Where the last indented comment ends, of those behind an offset. */
function indentedCommentsEnd(bytes: Buffer, offset: number): number {
  let end = offset;
  for (const line of linesBetween(bytes, offset, bytes.length)) {
    if (line.is !== "nothing") break;
    if (isIndentedComment(bytes, line)) end = line.end;
  }
  return end;
}

function flowEntry({ root }: ListText, results: readonly object[], entry: Span | undefined): readonly TextEdit[] {
  const text = `"results": ${JSON.stringify(results)}`;
  if (entry === undefined) {
    const comma = root.comma === true ? "" : ",";
    return results.length === 0 ? [] : [{ start: root.end, end: root.end, parts: [`${comma}\n${text}\n`] }];
  }
  return [{ ...entry, parts: [entry.end === root.end ? `${text}\n` : `${text},\n`] }];
}
