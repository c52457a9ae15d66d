import type { ListText, Span } from "./list-text.ts";

const isBlankOrComment = (line: string) => line.trim() === "" || line.trimStart().startsWith("#");

/** A document as its stream has it, with the comments around it up to the markers. */
export interface DocumentText {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** Cuts a document out of a stream of documents. */
export function documentOf(
  { bytes, item, itemCount }: Pick<ListText, "bytes" | "itemCount"> & { readonly item: (index: number) => Span },
  index: number,
): DocumentText {
  const { start, end } = item(index);
  const textBetween = (from: number, to: number) => bytes.toString("utf8", from, to).replace(/^\ufeff/, "");
  const linesBetween = (from: number, to: number) => textBetween(from, to).split(/(?<=\n)/);
  const inside = textBetween(start, end);
  const marker = /^---\s+/.exec(inside)?.[0] ?? "";
  const before = linesBetween(index === 0 ? 0 : item(index - 1).end, start);
  const after = linesBetween(end, index + 1 < itemCount ? item(index + 1).start : bytes.length);
  // To the library, a null and anything in brackets ends before the end of its line.
  const text = inside.slice(marker.length) + (inside.endsWith("\n") ? "" : (after.shift() ?? ""));
  const firstComment = before.findLastIndex((line) => !isBlankOrComment(line)) + 1;
  const nextMarker = after.findIndex((line) => !isBlankOrComment(line));
  const withBreak = (lines: string) => (lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`);
  return {
    // What comes before a marker belongs to the document before it.
    before: marker === "" ? before.slice(firstComment).join("") : "",
    text: withBreak(text),
    after: withBreak(after.slice(0, nextMarker < 0 ? undefined : nextMarker).join("")),
  };
}
