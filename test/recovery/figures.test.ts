import { expect } from "chai";
import { type Figures, figuresOf } from "../../src/recovery/figures.ts";
import type { RepositoryRules, Retention } from "../../src/recovery/retention.ts";

const [hour, day] = [3600, 86_400];
const unlimited = { least: null, most: null };

/** Differential backups every two hours, and incremental ones at `incr`; no schedule for a full one, so that the first backup stays for ever. */
const rules = (incr: string, retention: Partial<Retention>): RepositoryRules => ({
  schedules: [
    { type: "diff", cron: "0 */2 * * *" },
    { type: "incr", cron: incr },
  ],
  retention: { expires: true, fullType: "count", archiveType: "incr", diff: 3, ...retention },
});

describe("the figures of a repository where a rare backup decides about WAL", () => {
  for (const [what, given, walSeconds, pointInTime] of [
    ["WAL never expires, where only the first backup makes the number full", { archive: 5 }, unlimited, unlimited],
    ["nor where there are never as many", { archive: 6 }, unlimited, unlimited],
    [
      "WAL goes on when the rare one is there",
      { archive: 4 },
      { least: 4 * hour, most: 7 * day },
      { least: 4 * hour, most: 6 * hour },
    ],
    [
      "WAL goes on at every backup",
      { archive: 3 },
      { least: 2 * hour, most: 6 * hour },
      { least: 2 * hour, most: 6 * hour },
    ],
  ] satisfies ReadonlyArray<readonly [string, Partial<Retention>, Figures["walSeconds"], Figures["pointInTime"]]>)
    it(what, () => {
      const weekly = figuresOf(rules("0 0 * * 0", given));
      expect({ walSeconds: weekly.walSeconds, pointInTime: weekly.pointInTime }).to.deep.equal({
        walSeconds,
        pointInTime,
      });
    });
});
