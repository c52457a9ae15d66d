import { expect } from "chai";
import type { BackupType } from "../../src/cpo/repository.ts";
import type { RetentionDoubt } from "../../src/recovery/effective-options.ts";
import { figuresOf } from "../../src/recovery/figures.ts";
import { promisedFigures } from "../../src/recovery/promised-figures.ts";
import type { RepositoryRules } from "../../src/recovery/retention.ts";

const day = 86_400;

const rulesOf = (schedules: Partial<Record<BackupType, string>>, timeZones: Partial<Record<BackupType, string>> = {}) =>
  ({
    schedules: (["full", "diff", "incr"] as const).flatMap((type) => {
      const [cron, timeZone] = [schedules[type], timeZones[type]];
      return cron === undefined ? [] : [{ type, cron, ...(timeZone !== undefined && { timeZone }) }];
    }),
    retention: { expires: true, full: 7, fullType: "count", archiveType: "full" },
  }) satisfies RepositoryRules;

const shown = (rules: RepositoryRules, retentionDoubt?: RetentionDoubt) => {
  const { kept, pointInTime, walSeconds } = promisedFigures({
    rules,
    ...(retentionDoubt !== undefined && { retentionDoubt }),
  });
  return { kept: [kept.full, kept.diff, kept.incr].map(({ least }) => least), pointInTime, wal: walSeconds.least };
};

describe("promised figures", () => {
  it("are those of the steady state where each backup has a minute of its own", () => {
    for (const rules of [
      rulesOf({ full: "30 2 * * *" }),
      rulesOf({ full: "30 2 * * 0", diff: "30 2 * * 1-6" }),
      rulesOf({ full: "30 2 * * 0", incr: "15 */6 * * *" }),
    ])
      expect(promisedFigures({ rules })).to.deep.equal(figuresOf(rules));
  });

  const best = { least: 0, most: 7 * day };
  for (const [title, rules, expected] of [
    [
      "a differential one",
      rulesOf({ full: "30 2 * * *", diff: "30 2 * * *" }),
      { kept: [0, 0, 0], pointInTime: best, wal: 0 },
    ],
    [
      "one that runs all the time",
      rulesOf({ full: "30 2 * * *", incr: "*/30 * * * *" }),
      { kept: [0, 0, 0], pointInTime: best, wal: 0 },
    ],
    [
      "one in another zone",
      rulesOf({ full: "30 2 * * *", diff: "30 11 * * *" }, { diff: "Asia/Tokyo" }),
      { kept: [0, 0, 0], pointInTime: best, wal: 0 },
    ],
  ] as const)
    it(`guarantee nothing where each full backup meets ${title}`, () => {
      expect(shown(rules)).to.deep.equal(expected);
    });

  it("guarantee what full backups with a minute of their own hold", () => {
    expect(shown(rulesOf({ full: "30 2 * * *", diff: "30 2 * * 0" }))).to.deep.equal({
      ...{ kept: [7, 0, 0], pointInTime: { least: 6 * day, most: 7 * day }, wal: 6 * day },
    });
  });

  it("count the longer chain where a differential backup may fail", () => {
    const rules = rulesOf({ full: "30 2 * * 0", diff: "30 2 * * 1-6", incr: "30 */2 * * *" });
    const { chain } = promisedFigures({ rules });
    expect([figuresOf(rules).chain.backups, chain.backups]).to.deep.equal([14, 85]);
  });

  it("guarantee one full backup, and no time, where it is not known how long backups are kept", () => {
    const rules = rulesOf({ full: "30 2 * * *", diff: "30 14 * * *" });
    expect(
      shown({ ...rules, retention: { expires: true, fullType: "count", archiveType: "full" } }, "secret"),
    ).to.deep.equal({
      ...{ kept: [1, 0, 0], pointInTime: { least: 0, most: null }, wal: 0 },
    });
  });
});
