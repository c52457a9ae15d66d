import { expect } from "chai";
import fc from "fast-check";
import { figuresOf } from "../../src/recovery/figures.ts";
import { repositoryTimeline } from "../../src/recovery/repository-timeline.ts";
import { restorableAt } from "../../src/recovery/restorable-at.ts";
import type { RepositoryRules } from "../../src/recovery/retention.ts";
import { randomRules } from "./random-rules.ts";

const day = 86_400;
const at = (text: string) => Date.parse(`${text}Z`) / 1000;
const now = at("2026-11-27T12:00");
const written = (moment: number) => new Date(moment * 1000).toISOString().slice(0, 16);

/** Weekly fulls of which two stay, diffs on Wednesdays of which one stays, WAL for one full. */
const rules: RepositoryRules = {
  schedules: [
    { type: "full", cron: "30 2 * * 0" },
    { type: "diff", cron: "30 2 * * 3" },
  ],
  retention: { expires: true, full: 2, fullType: "count", diff: 2, archive: 1, archiveType: "full" },
};

describe("the timeline of a repository", () => {
  it("has what is there at its beginning, and what comes after", () => {
    const { backups, expiries, from, to } = repositoryTimeline(rules, now, 1, 1);
    expect({ from: written(from), to: written(to) }).to.deep.equal({
      from: "2026-11-20T12:00",
      to: "2026-12-04T12:00",
    });
    expect(
      backups.map(({ expires, type, prior, ...backup }) => [
        ...[type, written(backup.at), prior],
        expires === undefined ? undefined : written(expires),
      ]),
    ).to.deep.equal([
      ["full", "2026-11-08T02:30", undefined, "2026-11-22T02:30"],
      ["full", "2026-11-15T02:30", undefined, "2026-11-29T02:30"],
      ["diff", "2026-11-18T02:30", 1, "2026-11-25T02:30"],
      ["full", "2026-11-22T02:30", undefined, undefined],
      ["diff", "2026-11-25T02:30", 3, "2026-12-02T02:30"],
      ["full", "2026-11-29T02:30", undefined, undefined],
      ["diff", "2026-12-02T02:30", 5, undefined],
    ]);
    expect(expiries.map((each) => [written(each.at), written(each.walFrom)])).to.deep.equal([
      ["2026-11-20T12:00", "2026-11-15T02:30"],
      ["2026-11-22T02:30", "2026-11-22T02:30"],
      ["2026-11-29T02:30", "2026-11-29T02:30"],
    ]);
  });

  it("says of a moment what it is restored from, or why it cannot be, and what can", () => {
    const timeline = repositoryTimeline(rules, now, 1, 1);
    const asked = (text: string) => {
      const found = restorableAt(timeline, at(text), now);
      return found.is === "restorable"
        ? [found.chain.map((backup) => `${backup.type} ${written(backup.at)}`).join(", "), found.walSeconds]
        : [found.why, ...[found.before, found.after].map((moment) => moment && written(moment))];
    };
    expect(asked("2026-11-26T02:30")).to.deep.equal(["full 2026-11-22T02:30, diff 2026-11-25T02:30", day]);
    expect(asked("2026-11-22T02:30")).to.deep.equal(["full 2026-11-22T02:30", 0]);
    expect(asked("2026-11-15T02:30")).to.deep.equal(["full 2026-11-15T02:30", 0]);
    expect(asked("2026-11-15T02:31")).to.deep.equal(["wal-expired", "2026-11-15T02:30", "2026-11-22T02:30"]);
    expect(asked("2026-11-15T02:29")).to.deep.equal(["before-the-first", undefined, "2026-11-15T02:30"]);
    expect(asked("2026-11-27T12:01")).to.deep.equal(["in-the-future", "2026-11-27T12:00", undefined]);
  });

  it("never has less than the figures guarantee: every moment of the guaranteed window can be restored", () => {
    fc.assert(
      fc.property(
        randomRules(),
        fc.integer({ min: 0, max: 14 * 1440 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, minutes, part) => {
          const asOf = now + minutes * 60;
          const timeline = repositoryTimeline(given, now, 1, 2);
          const { least } = figuresOf(given).pointInTime;
          if (least === null) return;
          const moment = asOf - Math.floor(least * part);
          expect(restorableAt(timeline, moment, asOf).is).to.equal("restorable");
        },
      ),
      { numRuns: 500 },
    );
  });
});
