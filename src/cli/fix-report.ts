import { realpathSync } from "node:fs";
import { relative } from "node:path";
import { wordsOf } from "../findings/finding-text.ts";
import { shownLines } from "../fix/shown-lines.ts";
import { visible } from "../text/visible.ts";
import { counted } from "./counted.ts";
import type { Mended } from "./fix.ts";
import type { Io } from "./io.ts";
import type { Located } from "./located.ts";
import { unifiedDiff } from "./unified-diff.ts";
import { writeTogether } from "./write-together.ts";

/** The changes of all files, as `diff -u` writes them, without the text of secrets. */
export function diffOf({ texts, originals }: Mended): string {
  return [...texts]
    .map(([path, text]) => {
      const before = originals.get(path) ?? "";
      return unifiedDiff(
        { name: named("a", path), text: before, shown: shownLines(before, path) },
        { name: named("b", path), text, shown: shownLines(text, path) },
      );
    })
    .join("");
}

/** Writes all files, or none. One that somebody has changed in the meantime stays, and then all do. */
export function writeMended({ texts, originals }: Mended): void {
  writeTogether([...texts].map(([path, after]) => ({ path, before: originals.get(path) ?? after, after })));
}

/** Says what was fixed, and what could not be. */
export function tellMended({ fixed, notFixed, accepted, texts }: Mended, isDry: boolean, io: Io): void {
  // Two overlays may find the same in their base.
  const lines = new Set([
    ...fixed.map((each) => `${isDry ? "would fix" : "fixed"} ${placeOf(each)}`),
    ...notFixed.map(({ located, reason }) => `not fixed ${placeOf(located)} It stays, because ${reason}.`),
  ]);
  for (const line of lines) io.stderr(`${line}\n`);
  if (accepted > 0)
    io.stderr(
      `${counted(accepted, "finding")} not fixed, because the baseline accepts ${accepted === 1 ? "it" : "them"}.\n`,
    );
  const files = counted([...texts].length, "file");
  const count = counted(fixed.length, "finding");
  io.stderr(`${count} ${isDry ? "to be fixed" : "fixed"} in ${files}.\n`);
}

const placeOf = (located: Located) => {
  const { file, line, finding } = located;
  return `${visible(`${file ?? "-"}:${line}`)}: ${finding.rule}: ${wordsOf(finding.silenced === undefined ? finding : { ...finding, problem: finding.silenced.problem }).problem}`;
};

/** From the current folder, as git names it; absolute for a file elsewhere. */
function named(side: "a" | "b", path: string): string {
  const from = relative(realpathSync("."), path);
  return from.startsWith("..") ? path : `${side}/${from}`;
}
