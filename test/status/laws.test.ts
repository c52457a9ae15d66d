import { expect } from "chai";
import fc from "fast-check";
import { Check } from "typebox/value";
import type { BackupType } from "../../src/cpo/repository.ts";
import type { Unknown } from "../../src/status/observed.ts";
import { clusterStatus, statusReport } from "../../src/status/status.ts";
import { statusSchema } from "../../src/status/status-schema.ts";
import { usual } from "./faults.ts";
import { situations } from "./situations.ts";
import { day, hour, type Plan, runsFrom, seeing, sourceOf, type World } from "./world.ts";

const runs = Number(process.env.STATUS_RUNS ?? 200);
const minute = fc.integer({ min: 0, max: 59 });
const anHour = fc.integer({ min: 0, max: 23 });
const zone = fc.constantFrom(
  undefined,
  "Europe/Vienna",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Etc/UTC",
);
const cron = fc.oneof(
  fc.tuple(minute, anHour).map(([m, h]) => `${m} ${h} * * *`),
  fc.tuple(minute, anHour, fc.integer({ min: 0, max: 6 })).map(([m, h, d]) => `${m} ${h} * * ${d}`),
  fc.tuple(minute, anHour).map(([m, h]) => `${m} ${h} * * 1-6`),
  fc.tuple(minute, anHour, fc.integer({ min: 1, max: 28 })).map(([m, h, d]) => `${m} ${h} ${d} * *`),
  fc.tuple(minute, fc.integer({ min: 1, max: 12 })).map(([m, step]) => `${m} */${step} * * *`),
  fc.constantFrom("@daily", "@weekly", "@hourly", "*/10 * * * *", "*/30 8-18 * * 1-5", "@every 1h30m", "@every 24h"),
);

const plan = (type: BackupType): fc.Arbitrary<Plan> =>
  fc
    .record({ cron, timeZone: zone, delay: fc.integer({ min: 0, max: 20 }), takes: fc.integer({ min: 5, max: 280 }) })
    .map(({ timeZone, ...rest }) => ({ type, ...rest, ...(timeZone && { timeZone }) }));

const optional = (type: BackupType) => fc.option(plan(type), { nil: undefined });
const plans = fc
  .tuple(plan("full"), optional("diff"), optional("incr"))
  .map((all) => all.filter((each) => each !== undefined));

const world: fc.Arbitrary<World> = fc
  .record({
    plans,
    createdAt: fc.integer({ min: Date.UTC(2026, 0, 5) / 1000, max: Date.UTC(2027, 0, 1) / 1000 }),
    age: fc.oneof(fc.integer({ min: hour, max: 3 * day }), fc.integer({ min: day, max: 45 * day })),
    databaseBehind: fc.integer({ min: -60, max: 60 }),
    storage: fc.constantFrom("pvc" as const, "s3" as const),
  })
  .map(({ age, ...rest }) => ({ ...rest, now: rest.createdAt + age }));

/** What may not be known of a healthy cluster without it being worth a word: what was not asked for. */
const notAsked: Unknown = { unknown: "not-asked", why: "" };

describe("the status of a cluster", function () {
  this.timeout(Math.max(60_000, 300 * runs));

  it("is ok at every moment while each run succeeds, with pgBackRest's word and without, on clocks a minute apart", () => {
    fc.assert(
      fc.property(world, fc.boolean(), fc.integer({ min: -60, max: 60 }), (made, asks, ahead) => {
        const all = sourceOf(made);
        const source = { ...(asks ? all : seeing(all, { info: notAsked, archiver: notAsked })), now: made.now + ahead };
        const status = clusterStatus(source);
        expect(status.problems).to.deep.equal([]);
        expect(status.level).to.equal("ok");
        for (const { missedRuns, state } of status.repositories.flatMap(({ jobs }) => jobs)) {
          expect(state).to.be.oneOf(["ok", "running", "never-ran"]);
          expect(missedRuns).to.equal(0);
        }
      }),
      { numRuns: runs },
    );
  });

  it("is not ok within a period and its grace after a run that brought nothing, however that shows", () => {
    const outages = fc.constantFrom("never-started" as const, "gone" as const, "failed" as const, "hollow" as const);
    fc.assert(
      fc.property(world, outages, fc.nat(), (made, as, choice) => {
        const [only] = made.plans;
        if (only === undefined) return;
        const due = runsFrom(only, made.createdAt, made.createdAt + 60 * day);
        const run = due[choice % Math.max(1, due.length - 1)];
        const next = due[(choice % Math.max(1, due.length - 1)) + 1];
        if (run === undefined || next === undefined) return;
        // The other schedules go on: a full backup has nothing that is as good.
        const now = next + 15 * 60;
        const failing = { ...made, now, outage: { from: run, as } };
        const single = { ...failing, plans: [only] };
        for (const each of as === "hollow" ? [failing] : [failing, single]) {
          const all = sourceOf(each);
          expect(clusterStatus(all).level, "asked").to.equal("critical");
          if (as === "hollow") continue;
          expect(clusterStatus(seeing(all, { info: notAsked })).level, "not asked").to.equal("critical");
        }
      }),
      { numRuns: runs },
    );
  });

  it("counts as many missed runs as the controller would have started", () => {
    fc.assert(
      fc.property(
        plan("full"),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 300 }),
        (only, missed, at) => {
          const createdAt = Date.UTC(2026, 1, 1) / 1000 + at * day;
          const due = runsFrom(only, createdAt, createdAt + 800 * day).slice(0, missed + 3);
          const [, from = 0] = due;
          const last = due[missed] ?? 0;
          const source = sourceOf({
            plans: [only],
            createdAt,
            now: last + 16 * 60,
            outage: { from, as: "never-started" },
          });
          const after = due[missed + 1] ?? Number.POSITIVE_INFINITY;
          if (after <= last + 16 * 60) return;
          const [job] = clusterStatus(seeing(source, { info: notAsked })).repositories[0]?.jobs ?? [];
          expect(job?.missedRuns).to.equal(missed);
          expect(job?.state).to.equal("missed");
        },
      ),
      { numRuns: runs },
    );
  });

  it("says nothing of runs before a schedule was changed", () => {
    fc.assert(
      fc.property(world, cron, zone, (made, other, timeZone) => {
        const source = sourceOf({ ...made, plans: made.plans.slice(0, 1) });
        const { cronJobs, jobs } = source.observed;
        if ("unknown" in cronJobs || "unknown" in jobs) return;
        // While a Job runs, or its first run is due, the change says nothing.
        const changed = cronJobs.map((each) => ({
          ...each,
          cron: other,
          ...(timeZone && { timeZone }),
          scheduleSince: made.now - 60,
        }));
        expect(clusterStatus(seeing(source, { cronJobs: changed })).problems).to.deep.equal([]);
      }),
      { numRuns: runs },
    );
  });
});

describe("levels", () => {
  const faults = Object.fromEntries(
    Object.entries(situations)
      .filter(([, { level }]) => level !== "ok")
      .map(([name, { fault }]) => [name, fault] as const),
  );
  it("never get better by one more fault", () => {
    const order = ["ok", "warning", "unknown", "critical"];
    const source = sourceOf(usual);
    fc.assert(
      fc.property(fc.subarray(Object.values(faults)), fc.constantFrom(...Object.values(faults)), (some, other) => {
        const before = some.reduce((made, fault) => fault(made), source);
        const [less, more] = [clusterStatus(before), clusterStatus(other(before))];
        expect(order.indexOf(more.level)).to.be.at.least(order.indexOf(less.level));
        expect(more.level).to.not.equal("ok");
      }),
      { numRuns: runs },
    );
  });

  it("are those of the worst problem; each has a cure, and all fit the schema", () => {
    fc.assert(
      fc.property(fc.array(fc.subarray(Object.values(faults))), (several) => {
        const clusters = several.map((some) =>
          clusterStatus(some.reduce((made, fault) => fault(made), sourceOf(usual))),
        );
        const report = statusReport({ clusters, problems: [], now: usual.now, context: "test" });
        expect(Check(statusSchema, report)).to.equal(true);
        for (const { fix, problem } of [...report.problems, ...clusters.flatMap(({ problems }) => problems)]) {
          expect(fix).to.match(/^\P{Ll}.*\.$/u);
          expect(problem).to.match(/\.$/);
          expect(problem).to.not.match(/undefined|NaN|\.\.|\[object/);
        }
        expect(clusters.every(({ level, problems }) => problems.length === 0 || level !== "ok")).to.equal(true);
      }),
      { numRuns: runs },
    );
  });
});
