import type { Span } from "./list-text.ts";

/** A line between two documents. */
export interface Line extends Span {
  readonly is: "marker" | "end" | "directive" | "nothing" | "other";
  /** True for a marker that gives the document a tag or an anchor, too. */
  readonly hasProperties: boolean;
}

/** The lines of a stretch that is not in a document; the first may be the rest of the line that the document ends in. */
export function linesBetween(bytes: Buffer, from: number, to: number): readonly Line[] {
  const lines: Line[] = [];
  for (let start = from; start < to; ) {
    const lineEnd = bytes.indexOf(10, start) + 1;
    const end = lineEnd === 0 || lineEnd > to ? to : lineEnd;
    const text = bytes.toString("latin1", start, end).replace(/^\xef\xbb\xbf/, "");
    const isWhole = start === 0 || bytes[start - 1] === 10;
    lines.push({
      start,
      end,
      is: isWhole ? lineIs(text) : "nothing",
      hasProperties: /^---[ \t]+[^ \t\r\n#]/.test(text),
    });
    start = end;
  }
  return lines;
}

function lineIs(text: string): Line["is"] {
  if (/^---(?:[ \t\r\n]|$)/.test(text)) return "marker";
  if (/^\.\.\.(?:[ \t\r\n]|$)/.test(text)) return "end";
  if (text.startsWith("%")) return "directive";
  return /^\s*(?:#|$)/.test(text) ? "nothing" : "other";
}

/** True for a line that holds nothing but a comment and does not begin with it. */
export const isIndentedComment = (bytes: Buffer, { start, end }: Span): boolean =>
  /^[ \t]+#/.test(bytes.toString("latin1", start, end));

/**
 * Where the content of a document ends that the library takes to end at an offset: for a key that is a mapping and has no value, it gives an
 * offset that is too low.
 */
export function documentEnd(bytes: Buffer, offset: number, limit: number): number {
  let end = offset;
  for (const line of linesBetween(bytes, offset, limit)) {
    if (line.is === "marker" || line.is === "end" || line.is === "directive") break;
    if (line.is === "other") end = line.end;
  }
  return end;
}
