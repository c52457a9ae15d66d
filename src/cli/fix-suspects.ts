import { wordsOf } from "../findings/finding-text.ts";
import { addTo } from "../text/groups.ts";
import { withoutEnd } from "../text/without-end.ts";
import type { Candidate } from "./fix-candidate.ts";
import type { Located } from "./located.ts";

/** Edits of one file that are made together, and the text that they are made in. */
export interface MadeInFile {
  readonly text: string;
  readonly made: readonly Candidate[];
}

/** Those of the edits on whose lines, as they are after all of these, one of the findings is. */
export function editsBelow(
  files: readonly MadeInFile[],
  found: readonly Pick<Located, "file" | "line">[],
): ReadonlySet<Candidate> {
  const editsAt = new Map<string, Candidate[]>();
  for (const file of files)
    for (const { candidate, first, last } of linesOf(file))
      for (let line = first; line <= last; line += 1) addTo(editsAt, lineKey(candidate.located.file, line), candidate);
  // Many may be on one line, of both.
  const lines = new Set(found.map(({ file, line }) => lineKey(file, line)));
  return new Set([...lines].flatMap((line) => editsAt.get(line) ?? []));
}

const lineKey = (file: string | undefined, line: number | undefined) => `${line} ${file}`;

/** The lines, from 1, that edits are on once all of them are made. */
function linesOf({ text, made }: MadeInFile) {
  const inOrder = [...made].sort((left, right) => left.splice.start - right.splice.start);
  let [line, at] = [1, 0];
  return inOrder.map((candidate) => {
    const { start, end, text: fresh } = candidate.splice;
    // The same edit may be wanted twice.
    if (start >= at) {
      line += lineBreaks(text.slice(at, start));
      at = end;
      const first = line;
      line += lineBreaks(fresh);
      return { candidate, first, last: line };
    }
    return { candidate, first: line - lineBreaks(fresh), last: line };
  });
}

const lineBreaks = (text: string) => text.split("\n").length - 1;

/** Why a change is taken back, from the errors that came with it. */
export function whyRefused(news: readonly Located[]): string {
  const unbuilt = news.find(({ finding }) => finding.rule === "not-built");
  return unbuilt === undefined
    ? "with its fix it would stay, or another error would come"
    : `a trial build with its fix failed: ${withoutEnd(wordsOf(unbuilt.finding).problem.replace(/^.*?, so nothing in it was checked: /, ""), /[.\s]/)}`;
}
