import type { TextEdit } from "./edits.ts";
import type { ListText, Span } from "./list-text.ts";
import { blankLinesEnd } from "./split-list.ts";
import { isIndentedComment, type Line, linesBetween } from "./stream-lines.ts";

/**
 * Takes a document out of its stream, with the marker before it and its directives. What stays is a stream again, also for kubectl and
 * kustomize, which cut it at each `---`: none of its pieces may begin with `...` or a directive. `follows`: the document before it stays.
 * `leads`: none before it stays.
 */
export function removedDocument(
  list: ListText,
  index: number,
  own: Span,
  { follows, leads }: { readonly follows: boolean; readonly leads: boolean },
): readonly TextEdit[] {
  const before = linesBetween(list.bytes, index === 0 ? 0 : list.item(index - 1).end, own.start);
  const nextStart = index + 1 < list.itemCount ? list.item(index + 1).start : list.bytes.length;
  const behind = linesBetween(list.bytes, own.end, nextStart);
  const boundary = before.findLastIndex(({ is }) => is === "marker" || is === "end");
  const marker = before[boundary]?.is === "marker" ? before[boundary] : undefined;
  const lead = before.slice(boundary + 1);
  const next = behind.findIndex(({ is }) => is === "marker" || is === "other");
  // Comments stay, in a document that has nothing else: indented, they could become a part of the one before.
  const isCommentedBehind = (next < 0 ? behind : behind.slice(0, next)).some((line) =>
    isIndentedComment(list.bytes, line),
  );
  const goes =
    marker !== undefined &&
    !lead.some(({ is }) => is === "nothing") &&
    !isCommented(list, marker) &&
    !isCommentedBehind;
  const directives = goes || index === 0 ? before.filter(({ is }) => is === "directive") : [];
  const ends = (next < 0 ? behind : behind.slice(0, next)).filter(({ is }) => is === "end" || is === "directive");
  const removed = (span: Span): TextEdit => ({ start: span.start, end: span.end, parts: [] });
  // A document without a marker of its own needs the end of the one that stays before it.
  const keepsEnds = goes && staysOpen(before.slice(0, boundary), follows);
  return [
    ...directives.map(removed),
    ...(goes && marker !== undefined ? [removed(marker)] : []),
    ...(!goes && marker?.hasProperties ? [{ ...removed(marker), parts: ["---\n"] }] : []),
    ...lead.filter(({ is }) => is === "other").map(removed),
    removed(own),
    ...(keepsEnds ? [] : ends).map(({ start, end }) => removed({ start, end: blankLinesEnd(list.bytes, end) })),
    ...(leads ? doubledMarkers(list, behind) : []).map(removed),
  ];
}

/** The first of two markers with nothing between: where a stream begins with both, kubectl takes the second one for the end of a document. */
function doubledMarkers(list: ListText, lines: readonly Line[]): readonly Line[] {
  const [first, second] = lines.filter(
    ({ is, start, end }) => is !== "nothing" || /\S/.test(textOf(list, { start, end })),
  );
  const isDoubled =
    first?.is === "marker" && second?.is === "marker" && !first.hasProperties && !isCommented(list, first);
  return isDoubled ? [first] : [];
}

/** True where content stays before these lines' end, with no marker behind it: that of the document before, or a null that has an anchor. */
function staysOpen(lines: readonly Line[], follows: boolean): boolean {
  const marker = lines.findLastIndex(({ is }) => is === "marker");
  return lines.slice(marker + 1).some(({ is }) => is === "other") || (follows && marker < 0);
}

/** Where a new document goes that has to come before another one, and what must follow it there. */
export function beforeDocument(list: ListText, index: number): { readonly at: number; readonly behind: string } {
  const { start } = list.item(index);
  const before = linesBetween(list.bytes, index === 0 ? 0 : list.item(index - 1).end, start);
  const boundary = before.findLastIndex(({ is }) => is === "marker" || is === "end");
  const marker = before[boundary];
  const directive = before.find(({ is }) => is === "directive");
  // A byte order mark stays in front.
  const first = list.bytes[0] === 0xef ? 3 : 0;
  if (marker?.is !== "marker") {
    const properties = before.slice(boundary + 1).find(({ is }) => is === "other");
    return { at: Math.max(properties?.start ?? start, first), behind: "---\n" };
  }
  return directive === undefined
    ? { at: Math.max(marker.start, first), behind: "" }
    : { at: Math.max(directive.start, first), behind: "...\n" };
}

const textOf = ({ bytes }: ListText, { start, end }: Span) => bytes.toString("latin1", start, end);

/** True for a marker whose line ends in a comment, which stays. */
const isCommented = (list: ListText, line: Line) => !line.hasProperties && textOf(list, line).includes("#");
