import type { ListText, Span } from "./list-text.ts";

/** A document as its stream has it, with the comments around it up to the markers. */
export interface DocumentText {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** Where these are, one behind the other. A document in the line of its marker has nothing before it: that belongs to the one before. */
export type DocumentSpans = { readonly [Part in keyof DocumentText]: Span };

/** A stream of documents, as far as it is cut here. */
type Stream = Pick<ListText, "bytes" | "itemCount"> & { readonly item: (index: number) => Span };

const [newline, hash, dash] = [10, 35, 45] as const;

/** Cuts a document out of a stream of documents. Its last line gets a line break where it has none. */
export function documentOf(stream: Stream, index: number): DocumentText {
  const { before, text, after } = documentSpans(stream, index);
  const textOf = ({ start, end }: Span) => stream.bytes.toString("utf8", start, end);
  const withBreak = (lines: string) => (lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`);
  return { before: textOf(before), text: withBreak(textOf(text)), after: withBreak(textOf(after)) };
}

/** The same, without decoding it. */
export function documentSpans({ bytes, item, itemCount }: Stream, index: number): DocumentSpans {
  const { start: first, end } = item(index);
  const start = behindMark(bytes, first);
  const content = behindMarker(bytes, start, end);
  // To the library, a null and anything in brackets ends before the end of its line.
  const next = index + 1 < itemCount ? item(index + 1).start : bytes.length;
  const textEnd = bytes[end - 1] === newline ? end : lineEnd(bytes, end, next);
  let afterEnd = textEnd;
  while (afterEnd < next && isBlankOrComment(bytes, afterEnd)) afterEnd = lineEnd(bytes, afterEnd, next);
  const lowest = index === 0 ? behindMark(bytes, 0) : item(index - 1).end;
  let before = start;
  while (content === start && before > lowest) {
    // To the search, an offset below 0 counts from the end.
    const line = before < 2 ? lowest : Math.max(lowest, bytes.lastIndexOf(newline, before - 2) + 1);
    if (!isBlankOrComment(bytes, line)) break;
    before = line;
  }
  return {
    before: { start: before, end: start },
    text: { start: content, end: textEnd },
    after: { start: textEnd, end: afterEnd },
  };
}

function lineEnd(bytes: Buffer, from: number, limit: number): number {
  const end = bytes.indexOf(newline, from);
  return end < 0 || end >= limit ? limit : end + 1;
}

/** A byte order mark belongs to no document. */
const behindMark = (bytes: Buffer, at: number) => (bytes[at] === 0xef && bytes[at + 1] === 0xbb ? at + 3 : at);

function behindMarker(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] !== dash || !/^---\s/.test(bytes.toString("latin1", start, start + 4))) return start;
  let at = start + "---".length;
  while (at < end && isBlank(bytes[at])) at += 1;
  return at;
}

function isBlankOrComment(bytes: Buffer, line: number): boolean {
  let at = line;
  while (at < bytes.length && bytes[at] !== newline && isBlank(bytes[at])) at += 1;
  return at === bytes.length || bytes[at] === newline || bytes[at] === hash;
}

const isBlank = (byte: number | undefined) => byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);
