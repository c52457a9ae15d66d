import { visible } from "../text/visible.ts";
import type { Io } from "./io.ts";

/** What the user should read of a folder, empty where all is well; `advice` is the same for other folders. */
export interface FolderReport {
  readonly text: string;
  readonly advice: string;
}

/** Shows reports and, on a terminal, how many folders are done. */
export interface FolderReports {
  /** Shows the report of a folder as soon as those of all folders before it are shown. */
  readonly add: (index: number, report: FolderReport) => void;
  /** Shows the reports that wait for others, which will not come. */
  readonly rest: () => void;
  /** Shows something else. */
  readonly note: (text: string) => void;
}

/** Reports in the order of the folders, whichever is done first. The same advice is given once. */
export function folderReports(folders: readonly string[], io: Io): FolderReports {
  const waiting = new Map<number, FolderReport>();
  const given = new Set<string>();
  let [next, done] = [0, 0];
  const note = (text: string) => io.stderr(`${io.terminal ? clearLine : ""}${text}`);
  const show = (index: number, { text, advice }: FolderReport) => {
    const all = given.has(advice) ? text : text + advice;
    given.add(advice);
    if (all !== "") note(`${visible(folders[index] ?? "")}:\n${all}`);
  };
  return {
    add(index, report) {
      done += 1;
      waiting.set(index, report);
      for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
        waiting.delete(next);
        show(next, ready);
        next += 1;
      }
      if (io.terminal) note(`${done}/${folders.length}${done === folders.length ? "\n" : ""}`);
    },
    rest() {
      for (const [index, report] of [...waiting].sort(([left], [right]) => left - right)) show(index, report);
      waiting.clear();
    },
    note,
  };
}

const clearLine = "\r\u001b[K";
