import { expect } from "chai";
import { type ClusterToPlan, planOf } from "../../src/recovery/plan.ts";
import { planChanges } from "../../src/recovery/plan-changes.ts";
import type { ClusterPlan, Plan, RepositoryPlan } from "../../src/recovery/plan-schema.ts";

const noFindings = { error: 0, warning: 0, info: 0 };
const day = 86_400;
const window = (seconds: number | null) => ({ guaranteedSeconds: seconds, bestSeconds: seconds });
const span = { least: 1, most: 1 };
type Schedule = RepositoryPlan["schedules"][number];

const schedule = (type: Schedule["type"], suspended = false): Schedule => ({
  ...{ type, cron: "0 1 * * 0", words: "every Sunday at 01:00 UTC", longestGapSeconds: suspended ? null : 7 * day },
  ...{ next: suspended ? [] : ["2026-11-29T01:00:00Z"], suspended },
});

function repository(given: Partial<RepositoryPlan> & { readonly days?: number | null }): RepositoryPlan {
  const { days = 21, ...changed } = given;
  const seconds = days === null ? null : days * day;
  return {
    ...{ name: "repo1", storage: "s3", location: "s3://backups/orders", encryption: "none", secret: "orders-s3" },
    schedules: [schedule("full"), schedule("diff")],
    longestGapSeconds: day,
    retention: { known: true, expires: true, full: 4, fullType: "count", archiveType: "full" },
    kept: { full: span, diff: span, incr: span },
    walSeconds: { least: 1, most: 1 },
    window: { backups: window(seconds), pointInTime: window(seconds) },
    dataLoss: { archives: true, archivingSeconds: 60, withoutArchivingSeconds: day },
    restoreChain: { backups: 2, walSeconds: day },
    gaps: [],
    ...changed,
  };
}

const cluster = (given: Partial<ClusterPlan> = {}): ClusterPlan => ({
  ...{ name: "orders", repositories: [repository({})], unprotected: false, complete: true, findings: noFindings },
  ...given,
});

/** A plan of clusters; the fleet is of no interest here. */
const plan = (clusters: ClusterPlan[], more: Partial<Plan> = {}): Plan => ({
  ...planOf([] as readonly ClusterToPlan[], 0, noFindings),
  clusters,
  ...more,
});

const of = (given: Parameters<typeof repository>[0]) => plan([cluster({ repositories: [repository(given)] })]);
const said = (before: Plan, after: Plan) => planChanges(before, after).map(({ effect, text }) => [effect, text]);

describe("what is different between two plans", () => {
  const lost = ["loss", "There are no full backups any more; they were taken every Sunday at 01:00 UTC."];
  for (const [what, schedules] of [
    ["are not scheduled any more", [schedule("diff")]],
    ["are suspended", [schedule("full", true), schedule("diff")]],
  ] as const)
    it(`finds nothing better where full backups ${what}`, () => {
      expect(said(of({}), of({ schedules: [...schedules], days: null }))).to.deep.equal([lost]);
      expect(said(of({}), of({ schedules: [...schedules], days: 28 }))).to.deep.equal([
        lost,
        ["other", "The guaranteed window is 28 days instead of 21 days."],
        ["other", "The oldest backup is guaranteed to go back 28 days instead of 21 days."],
      ]);
    });

  it("finds nothing worse in a window that has a limit again, because full backups are taken again", () => {
    const without = of({ schedules: [schedule("diff")], days: null });
    expect(said(without, of({}))).to.deep.equal([["gain", "There are full backups now: every Sunday at 01:00 UTC."]]);
  });

  it("finds nothing better where nothing expires any more", () => {
    const full = "nothing expires, so the repository grows until it is full.";
    expect(said(of({}), of({ days: null }))).to.deep.equal([
      ["other", `The guaranteed window is without limit instead of 21 days: ${full}`],
      ["other", `The oldest backup is guaranteed to go back without limit instead of 21 days: ${full}`],
    ]);
  });

  it("still finds a longer window better, and a shorter one worse", () => {
    expect(said(of({}), of({ days: 28 })).map(([effect]) => effect)).to.deep.equal(["gain", "gain"]);
    expect(said(of({}), of({ days: 7 })).map(([effect]) => effect)).to.deep.equal(["loss", "loss"]);
    expect(said(of({ days: null }), of({ days: 7 })).map(([effect]) => effect)).to.deep.equal(["loss", "loss"]);
  });

  it("says that the keys are in another Secret", () => {
    expect(said(of({}), of({ secret: "other-s3" }))).to.deep.equal([
      ["other", "The keys are in the Secret other-s3 instead of the Secret orders-s3."],
    ]);
  });

  it("finds encryption that is not known neither better nor worse than none", () => {
    for (const [is, was] of [
      ["unknown", "none"],
      ["none", "unknown"],
      ["aes-256-cbc", "unknown"],
    ] as const)
      expect(said(of({ encryption: was }), of({ encryption: is }))).to.deep.equal([
        ["other", `Encryption is ${is} instead of ${was}.`],
      ]);
    const moved = { location: "s3://backups/elsewhere" };
    const effect = (before: Plan, after: Plan) =>
      said(before, after).find(([, text]) => text?.startsWith("Encryption"));
    expect(effect(of({ encryption: "aes-256-cbc" }), of({ ...moved, encryption: "none" }))?.[0]).to.equal("loss");
    expect(effect(of({ encryption: "none" }), of({ ...moved, encryption: "aes-256-cbc" }))?.[0]).to.equal("gain");
  });

  it("says nothing of archive_timeout where no backup is scheduled any more", () => {
    const dataLoss = { archives: true, archivingSeconds: null, withoutArchivingSeconds: null };
    expect(said(of({}), of({ schedules: [], dataLoss })).map(([, text]) => text)).to.deep.equal([
      "When archiving stops, the last backup can be any time old instead of 1 day.",
      "There are no full backups any more; they were taken every Sunday at 01:00 UTC.",
      "There are no diff backups any more; they were taken every Sunday at 01:00 UTC.",
    ]);
    expect(
      said(of({}), of({ dataLoss: { archives: true, archivingSeconds: null, withoutArchivingSeconds: day } })),
    ).to.deep.equal([
      ["loss", "While WAL is archived, a whole WAL segment of changes can be lost instead of 1 minute."],
    ]);
  });

  it("says of which type fewer backups are kept: the first, because others build on it", () => {
    const kept = (full: number, diff: number, incr: number) => ({
      kept: { full: { least: full, most: full }, diff: { least: diff, most: diff }, incr: { least: incr, most: incr } },
    });
    expect(said(of(kept(4, 6, 45)), of(kept(4, 2, 25)))).to.deep.equal([
      ["loss", "At least 2 diff backups are kept instead of 6."],
    ]);
    expect(said(of(kept(4, 6, 45)), of(kept(4, 6, 50)))).to.deep.equal([
      ["gain", "At least 50 incr backups are kept instead of 45."],
    ]);
    expect(said(of(kept(4, 6, 45)), of(kept(1, 2, 25)))).to.deep.equal([
      ["loss", "At least 1 full backup is kept instead of 4."],
    ]);
  });

  it("says new errors first, without those of a policy", () => {
    const broken = cluster({
      ...{ name: "broken", findings: { ...noFindings, error: 3 }, repositories: [repository({ days: 7 })] },
    });
    const before = plan([cluster(), cluster({ name: "broken", findings: { ...noFindings, error: 1 } })]);
    const shortfall = { name: "broken", rule: "policy-window", severity: "error", problem: "p", fix: "f" } as const;
    const smaller = cluster({ repositories: [repository({ days: 7 })] });
    expect(said(before, plan([smaller, broken])).slice(0, 2)).to.deep.equal([
      [
        "loss",
        "The checks find 3 errors instead of 1 error: nothing of the cluster is guaranteed until they are mended.",
      ],
      ["loss", "The guaranteed window is 7 days instead of 21 days."],
    ]);
    const byPolicy = plan([cluster({ name: "broken", findings: { ...noFindings, error: 1 } })], {
      shortfalls: [shortfall],
    });
    expect(said(plan([cluster({ name: "broken" })]), byPolicy)).to.deep.equal([]);
    expect(said(before, plan([cluster(), cluster({ name: "broken" })]))).to.deep.equal([
      ["gain", "The checks find no errors instead of 1 error."],
    ]);
  });

  it("does not take a cluster whose manifest cannot be read for one without backups", () => {
    const unreadable = cluster({ complete: false, repositories: [], unprotected: true });
    expect(said(of({}), plan([unreadable]))).to.deep.equal([
      ["loss", "The cluster could not be read: its manifest has errors, so nothing is planned."],
    ]);
  });

  it("matches versions by their place, below another root, by their repositories, else not at all", () => {
    const at = (file: string, location = file) =>
      cluster({ file, place: file, repositories: [repository({ location })] });
    const changed = (before: readonly string[][], after: readonly string[][]) =>
      planChanges(
        plan(before.map(([file = "", location]) => at(file, location))),
        plan(after.map(([file = "", location]) => at(file, location))),
      ).map(({ place, text }) => `${place}: ${text}`);
    const gone = "The cluster is no longer in the manifests.";
    const isNew = "The cluster is new, with 1 repository.";
    const both = [
      ["a/eu/pg.yaml", "1"],
      ["a/us/pg.yaml", "2"],
    ];
    expect(changed(both, both.toReversed())).to.deep.equal([]);
    expect(changed(both, [["b/us/pg.yaml", "2"]])).to.deep.equal([`a/eu/pg.yaml: ${gone}`]);
    expect(
      changed(both, [
        ["a/us/pg.yaml", "2"],
        ["a/europe/pg.yaml", "1"],
      ]),
    ).to.deep.equal([]);
    expect(
      changed(both, [
        ["a/us/pg.yaml", "2"],
        ["a/ap/pg.yaml", "3"],
      ]),
    ).to.deep.equal([`a/eu/pg.yaml: ${gone}`, `a/ap/pg.yaml: ${isNew}`]);
    expect(changed([["a/eu/pg.yaml", "1"]], [["x.yaml", "1"]])).to.deep.equal([]);
  });
});
