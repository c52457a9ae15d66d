import { structuredPatch } from "diff";
import { visible } from "../text/visible.ts";

/** A text, and what of its lines, from 0 and without their ends, may be shown. */
export interface ShownText {
  /** What the header calls it: a path behind `a/` or `b/`, or `/dev/null`. */
  readonly name: string;
  readonly text: string;
  readonly shown: (line: string, index: number) => string;
}

/** What changes from one text to another, as `diff -u` and git write it: `git apply` and `patch -p1` take it where all is shown as it is. */
export function unifiedDiff(before: ShownText, after: ShownText): string {
  const { hunks } = structuredPatch("", "", before.text, after.text, undefined, undefined, { context: 3 });
  if (hunks.length === 0) return "";
  const body = hunks.flatMap(({ lines, newLines, newStart, oldLines, oldStart }) => {
    let [left, right] = [firstOf(oldStart, oldLines), firstOf(newStart, newLines)];
    return [
      `@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`,
      ...lines.map((line) => {
        const mark = line.charAt(0);
        // The library's own: that there is no line break at the end.
        if (mark === "\\") return line;
        const [side, index] = mark === "+" ? [after, right] : [before, left];
        if (mark !== "+") left += 1;
        if (mark !== "-") right += 1;
        return `${mark}${lineShown(line.slice(1), (text) => side.shown(text, index))}`;
      }),
    ];
  });
  return [`--- ${headOf(before)}`, `+++ ${headOf(after)}`, ...body].map((line) => `${line}\n`).join("");
}

/** A byte order mark, tabs and the line's end stay: they are what `patch` compares. */
function lineShown(line: string, shown: (text: string) => string): string {
  const mark = line.startsWith("\ufeff") ? "\ufeff" : "";
  const end = line.endsWith("\r") ? "\r" : "";
  const text = line.slice(mark.length, line.length - end.length);
  return `${mark}${shown(text).split("\t").map(visible).join("\t")}${end}`;
}

/** With a blank in its name, a file's ends at a tab. */
const headOf = ({ name }: ShownText) => `${visible(name)}${name.includes(" ") ? "\t" : ""}`;

const firstOf = (start: number, count: number) => (count === 0 ? start : start - 1);

/** Of no lines, the number is that of the line before them. */
const rangeOf = (start: number, count: number) =>
  count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`;
