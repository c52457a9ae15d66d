import { withoutEnd } from "../text/without-end.ts";

const [newline, space, hash] = [10, 32, 35] as const;

/**
 * Where the content of a document ends whose last line ends at an offset: before the blank lines and comments there, but behind the comments that
 * are indented. `undefined` where it takes a parser to tell.
 */
export function documentContentEnd(bytes: Buffer, start: number, limit: number): number | undefined {
  const seen = { empty: false, blank: false, comment: false, indented: false };
  let [end, lineStart, column] = [limit, 0, 0];
  /** Of the indented comments. */
  let leftmost = Number.POSITIVE_INFINITY;
  for (;;) {
    lineStart = bytes.lastIndexOf(newline, end - 2) + 1;
    column = 0;
    while (bytes[lineStart + column] === space) column += 1;
    const head = bytes[lineStart + column];
    if (head === newline) seen[column === 0 ? "empty" : "blank"] = true;
    else if (head !== hash) break;
    else if (column === 0) seen.comment = true;
    else leftmost = Math.min(leftmost, column);
    end = lineStart;
  }
  const line = bytes.toString("latin1", lineStart, end - 1);
  const text = () => bytes.toString("latin1", start, end);
  const hasComments = seen.comment || leftmost < Number.POSITIVE_INFINITY;
  // To the library, a key or a dash without a value ends before the line break.
  if (endsWithoutValue.test(line)) return hasComments || seen.blank || literal.test(text()) ? undefined : end - 1;
  if (!endsInValue(line)) return undefined;
  if (leftmost < Number.POSITIVE_INFINITY)
    return seen.empty || seen.blank || seen.comment || leftmost < column ? undefined : limit;
  // An empty line may be the last one of a literal text.
  return (seen.empty && keepingLiteral.test(text())) || (seen.blank && literal.test(text())) ? undefined : end;
}

const endsWithoutValue = /(?:^|[^:]):$|(?:^| )-$/;
/** The header of a text in the lines below. */
const literal = /[|>][-+\d]* *[#\n]/;
const keepingLiteral = /[|>]\d?\+/;

/** True for the last line of a document that has a value in it, with or without a comment: not only a key, an anchor, or the header of a text. */
function endsInValue(line: string): boolean {
  const comment = line.indexOf(" #");
  const text = withoutEnd(comment < 0 ? line : line.slice(0, comment), " ");
  return !/[:\t]$|(?:^|\s)-$/.test(text) && !/(?:^|\s)[&!?]/.test(text) && !/[|>][-+\d]*$/.test(text);
}
