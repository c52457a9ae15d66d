import type { ListText, Span } from "./list-text.ts";

const isBlankOrComment = (line: string) => line.trim() === "" || line.trimStart().startsWith("#");

/** A document as it stands in a stream, with the comments around it up to the markers. */
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
  const linesBetween = (from: number, to: number) =>
    bytes
      .toString("utf8", from, to)
      .replace(/^\ufeff/, "")
      .split(/(?<=\n)/);
  const before = linesBetween(index === 0 ? 0 : item(index - 1).end, start);
  const after = linesBetween(end, index + 1 < itemCount ? item(index + 1).start : bytes.length);
  const inside = bytes.toString("utf8", start, end).replace(/^\ufeff?(?:---[ \t]+)?/, "");
  // The library ends a null, and what stands in brackets, before the end of its line.
  const text = inside.endsWith("\n") ? inside : inside + (after.shift() ?? "");
  const firstComment = before.findLastIndex((line) => !isBlankOrComment(line)) + 1;
  const marker = after.findIndex((line) => !isBlankOrComment(line));
  const withBreak = (lines: string) => (lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`);
  return {
    before: before.slice(firstComment).join(""),
    text: withBreak(text),
    after: withBreak(after.slice(0, marker < 0 ? undefined : marker).join("")),
  };
}
