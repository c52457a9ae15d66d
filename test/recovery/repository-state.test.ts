import { expect } from "chai";
import type { BackupType } from "../../src/cpo/repository.ts";
import { emptyRepository } from "../../src/recovery/repository-state.ts";
import type { Retention } from "../../src/recovery/retention.ts";

const types: Readonly<Record<string, BackupType>> = { F: "full", D: "diff", I: "incr" };

/** Takes a backup a day; what is left is written by letter and number: `F1 D2`, and from where WAL is kept. */
function after(taken: string, retention: Partial<Retention>) {
  const repository = emptyRepository({ expires: true, fullType: "count", archiveType: "full", ...retention });
  const words = taken.split(" ");
  for (const [index, letter] of words.entries()) repository.take(types[letter] ?? "full", (index + 1) * 86_400);
  const label = (at: number) => (Number.isFinite(at) ? `${words[at / 86_400 - 1]}${at / 86_400}` : "the beginning");
  return {
    kept: [...repository.backups()]
      .filter(({ expired }) => expired === undefined)
      .map(({ at }) => label(at))
      .join(" "),
    wal: label(repository.walFrom()),
    pointInTime: label(repository.oldestWithWal()),
  };
}

describe("what expires", () => {
  for (const [what, taken, retention, kept, wal, pointInTime] of [
    ["nothing, where retention is not set", "F D I F D", {}, "F1 D2 I3 F4 D5", "the beginning", "F1"],
    ["nothing, where expire-auto is off", "F F F", { full: 1, expires: false }, "F1 F2 F3", "the beginning", "F1"],
    ["fulls by count, with all that builds on them", "F D I F I F D", { full: 2 }, "F4 I5 F6 D7", "F4", "F4"],
    [
      "fulls by days, but one that is older stays",
      "F D F D D F D D",
      { full: 3, fullType: "time" },
      "F3 D4 D5 F6 D7 D8",
      "F3",
      "F3",
    ],
    [
      "no full by days, as long as none but the first is old",
      "F D F D",
      { full: 2, fullType: "time" },
      "F1 D2 F3 D4",
      "the beginning",
      "F1",
    ],
    ["diffs by count, where fulls count, too", "F D D F", { diff: 2 }, "F1 D3 F4", "the beginning", "F1"],
    ["incrs together with their diff", "F I D I D I", { diff: 1 }, "F1 I2 D5 I6", "the beginning", "F1"],
    ["WAL of fewer fulls than are kept", "F D F D F", { full: 3, archive: 1 }, "F1 D2 F3 D4 F5", "F5", "F5"],
    [
      "no WAL, where it is kept for more fulls than there ever are",
      "F F F",
      { full: 2, archive: 3 },
      "F2 F3",
      "the beginning",
      "F2",
    ],
    ["WAL by diffs, as many as are kept", "F D D D", { full: 2, diff: 2, archiveType: "diff" }, "F1 D3 D4", "D3", "D3"],
    [
      "WAL by diffs, of which fulls count",
      "F D F D",
      { full: 2, archive: 3, archiveType: "diff" },
      "F1 D2 F3 D4",
      "D2",
      "D2",
    ],
    ["no WAL by diffs without a number", "F D D", { full: 2, archiveType: "diff" }, "F1 D2 D3", "the beginning", "F1"],
    ["WAL by incrs", "F I I I", { full: 2, archive: 2, archiveType: "incr" }, "F1 I2 I3 I4", "I3", "I3"],
    ["no WAL by incrs without a number", "F I I", { full: 1, archiveType: "incr" }, "F1 I2 I3", "the beginning", "F1"],
    [
      "WAL of fulls by days with a number",
      "F F F F F",
      { full: 2, fullType: "time", archive: 1 },
      "F2 F3 F4 F5",
      "F5",
      "F5",
    ],
    ["the first backup is full, whatever it should be", "I I D", { full: 1 }, "I1 I2 D3", "I1", "I1"],
  ] as const)
    it(what, () => {
      expect(after(taken, retention)).to.deep.equal({ kept, wal, pointInTime });
    });
});
