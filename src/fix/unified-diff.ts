import { visible } from "../text/visible.ts";
import { type DiffLine, lineDiff } from "./line-diff.ts";

/** A text, and what of its lines, from 0, may be shown. */
export interface ShownText {
  readonly text: string;
  readonly shown: (line: string, index: number) => string;
}

const around = 3;

/** What changes in a file, as `diff -u` writes it. */
export function unifiedDiff(path: string, before: ShownText, after: ShownText): string {
  const [left, right] = [linesOf(before.text), linesOf(after.text)];
  const lines = lineDiff(left, right);
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return "";
  const show = ({ is, before: at, after: to }: DiffLine) => {
    const [source, shown, index] = is === "added" ? [right, after.shown, to] : [left, before.shown, at];
    const line = source[index] ?? "";
    const [own = ""] = /^[^\r\n]*/.exec(line) ?? [];
    const end = line.endsWith("\n") ? line.slice(own.length) : "\n\\ No newline at end of file\n";
    return `${{ same: " ", removed: "-", added: "+" }[is]}${visible(shown(own, index))}${end}`;
  };
  const name = visible(path);
  return `--- ${name}\n+++ ${name}\n${hunks.map((hunk) => `${headerOf(hunk)}${hunk.map(show).join("")}`).join("")}`;
}

/** The lines of a text, each with its end. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** What has changed, each time with the lines around it. */
function hunksOf(lines: readonly DiffLine[]): ReadonlyArray<readonly DiffLine[]> {
  const hunks: Array<{ start: number; end: number }> = [];
  for (const [index, { is }] of lines.entries()) {
    if (is === "same") continue;
    const start = Math.max(0, index - around);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last.end) last.end = index + around + 1;
    else hunks.push({ start, end: index + around + 1 });
  }
  return hunks.map(({ start, end }) => lines.slice(start, end));
}

function headerOf(hunk: readonly DiffLine[]): string {
  const [first] = hunk;
  const count = (other: DiffLine["is"]) => hunk.filter(({ is }) => is !== other).length;
  const range = (start: number, length: number) =>
    `${length === 0 ? start : start + 1}${length === 1 ? "" : `,${length}`}`;
  return `@@ -${range(first?.before ?? 0, count("added"))} +${range(first?.after ?? 0, count("removed"))} @@\n`;
}
