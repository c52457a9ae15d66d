import { expect } from "chai";
import fc from "fast-check";
import type { BackupType } from "../../src/cpo/repository.ts";
import type { RepositoryRules } from "../../src/recovery/retention.ts";
import { backupLabel } from "../../src/restore/backup-label.ts";
import { plannedRepository } from "../../src/restore/planned-target.ts";
import { readMoment } from "../../src/restore/read-moment.ts";

const now = Date.UTC(2026, 1, 1, 12) / 1000;
const day = 86_400;

const rules: fc.Arbitrary<RepositoryRules> = fc
  .record({
    full: fc.constantFrom("30 2 * * 0", "0 1 * * *", "15 3 1 * *"),
    other: fc.option(
      fc.record({
        type: fc.constantFrom<BackupType>("diff", "incr"),
        cron: fc.constantFrom("30 2 * * 1-6", "0 */6 * * *"),
      }),
    ),
    kept: fc.integer({ min: 1, max: 4 }),
    archive: fc.option(fc.integer({ min: 1, max: 4 })),
    fullType: fc.constantFrom<"count" | "time">("count", "time"),
  })
  .map(({ archive, full, fullType, kept, other }) => ({
    schedules: [{ type: "full", cron: full }, ...(other === null ? [] : [other])],
    retention: {
      expires: true,
      full: kept * (fullType === "time" ? 7 : 1),
      fullType,
      archiveType: "full",
      ...(archive !== null && { archive }),
    },
  }));

const at = (seconds: number) => ({ is: "time", moment: { seconds, micros: 0 } }) as const;

describe("a target by the plan", () => {
  it("that is refused comes with moments that are not, after the backups that are named", () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 400 * day }), (given, ago) => {
        const repositories = [{ name: "repo1", rules: given }];
        const found = plannedRepository(at(now - ago), repositories, now);
        if (found.is === "repository") return;
        expect(found.problem).to.match(/^By the plan, /);
        // A backup takes a while, and the archive may end before the next one: an hour after it, all is there.
        const from = /(?:end of|moment after) the backup that began at ([^.]+ UTC)/.exec(found.fix)?.[1] ?? "";
        const read = readMoment(from, 0);
        expect(read.is, found.fix).to.equal("moment");
        if (read.is !== "moment") return;
        const after = Math.min(read.moment.seconds + 3600, now);
        expect(plannedRepository(at(after), repositories, now).is, found.fix).to.equal("repository");
      }),
    );
  });

  it("that is not refused stays so with more kept", () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 100 * day }), (given, ago) => {
        const { archive: _, ...retention } = given.retention;
        const more = { ...given, retention: { ...retention, full: (retention.full ?? 1) * 2 } };
        const is = (each: RepositoryRules) =>
          plannedRepository(at(now - ago), [{ name: "repo1", rules: each }], now).is;
        if (is(given) === "repository") expect(is(more)).to.equal("repository");
      }),
    );
  });
});

describe("the label of a backup", () => {
  for (const [label, type, iso, fullIso] of [
    ["20260131-023000F", "full", "2026-01-31T02:30:00Z", "2026-01-31T02:30:00Z"],
    ["20260125-023000F_20260131-023001D", "diff", "2026-01-31T02:30:01Z", "2026-01-25T02:30:00Z"],
    ["20260125-023000F_20260131-235959I", "incr", "2026-01-31T23:59:59Z", "2026-01-25T02:30:00Z"],
    [" 20260131-023000F\n", "full", "2026-01-31T02:30:00Z", "2026-01-31T02:30:00Z"],
  ] as const)
    it(`${JSON.stringify(label)} is that of a ${type} backup of ${iso}`, () => {
      expect(backupLabel(label)).to.deep.equal({
        is: "label",
        label: label.trim(),
        type,
        at: Date.parse(iso) / 1000,
        fullAt: Date.parse(fullIso) / 1000,
      });
    });

  for (const label of [
    "",
    "latest",
    "20260131-023000",
    "20260131-023000D",
    "20260131-023000F_20260201-023000F",
    "20260231-023000F",
    "20260231-023000F_20260301-023000I",
    "20260128-023000F_20260125-023000D",
    "20260128-023000F_20260128-023000I",
    "20260131-243000F",
    "20260131-023000f",
    "2026-01-31",
    'x" $(id)',
  ])
    it(`${JSON.stringify(label)} is none`, () => {
      expect(backupLabel(label).is).to.equal("refused");
    });
});

describe("one backup, or the newest, by the plan", () => {
  const weekly = { type: "full", cron: "30 2 * * 0" } as const;
  const daily = { type: "diff", cron: "30 2 * * 1-6" } as const;
  const kept = (full: number, diff?: number): RepositoryRules => ({
    schedules: [weekly, daily],
    retention: { expires: true, full, fullType: "count", archiveType: "full", ...(diff !== undefined && { diff }) },
  });
  const judged = (label: string) =>
    plannedRepository({ is: "set", label }, [{ name: "repo1", rules: kept(2, 3) }], now);

  for (const [what, label, problem, fix] of [
    [
      "a diff that newer ones have pushed out",
      "20260125-023004F_20260128-023007D",
      "it expired at 2026-01-31 02:30:00 UTC.",
      "the backups that began at 2026-01-25 02:30:00 UTC and 2026-01-30 02:30:00 UTC, as they are",
    ],
    [
      "one by hand whose full backup is gone",
      "20260118-023004F_20260126-120000I",
      "the full backup that it builds on expired at 2026-02-01 02:30:00 UTC.",
      "the backups that began at 2026-01-25 02:30:00 UTC and 2026-01-30 02:30:00 UTC, as they are",
    ],
  ] as const)
    it(`refuses ${what}, with the nearest that are kept`, () => {
      const found = judged(label);
      expect(found.is).to.equal("refused");
      if (found.is !== "refused") return;
      expect(found.problem).to.equal(`By the plan, repo1 no longer has the backup ${label}: ${problem}`);
      expect(found.fix).to.include(fix);
    });

  for (const [what, label, isUnscheduled] of [
    ["one that is kept", "20260125-023004F", false],
    ["one whose pod came late", "20260125-023004F_20260130-025900D", false],
    ["one of a type that is not scheduled", "20260125-023004F_20260128-023007I", true],
    ["one at another time", "20260129-120000F", true],
  ] as const)
    it(`takes ${what}, and knows whether it is on schedule`, () => {
      expect(judged(label)).to.deep.equal({ is: "repository", name: "repo1", isUnscheduled });
    });

  it("takes the newest backup of all repositories", () => {
    const rare = { ...kept(4), schedules: [{ type: "full", cron: "30 4 1 1 *" }] } as const;
    expect(
      plannedRepository(
        { is: "latest" },
        [
          { name: "repo1", rules: rare },
          { name: "repo2", rules: kept(2) },
        ],
        now,
        "newest",
      ),
    ).to.deep.equal({
      is: "repository",
      name: "repo2",
      isUnscheduled: false,
      newest: Date.parse("2026-02-01T02:30:00Z") / 1000,
    });
  });
});
