import { expect } from "chai";
import fc from "fast-check";
import { Check } from "typebox/value";
import type { BackupType } from "../../src/cpo/repository.ts";
import type { Unknown } from "../../src/status/observed.ts";
import { problemKinds } from "../../src/status/problems.ts";
import { clusterStatus, statusReport } from "../../src/status/status.ts";
import { statusSchema } from "../../src/status/status-schema.ts";
import { expectingSchedules, type Fault, usual } from "./faults.ts";
import { situations } from "./situations.ts";
import { day, hour, type Plan, runsFrom, seeing, sourceOf, type World } from "./world.ts";

const runs = Number(process.env.STATUS_RUNS ?? 200);
const minute = fc.integer({ min: 0, max: 59 });
const anHour = fc.integer({ min: 0, max: 23 });
// Also those that change by half an hour, or at a quarter: there the controller leaves out runs.
const zone = fc.constantFrom(
  ...[undefined, "Europe/Vienna", "America/New_York", "Asia/Kolkata", "Etc/UTC"],
  ...["Australia/Lord_Howe", "Pacific/Chatham"],
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
  .map(({ age, ...rest }) => ({ ...rest, promises: false, now: rest.createdAt + age }));

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
        const due = runsFrom(only, made.createdAt, made.createdAt + 60 * day, 40);
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
          const due = runsFrom(only, createdAt, createdAt + 800 * day, missed + 3);
          const [, from = 0] = due;
          const last = due[missed] ?? 0;
          const source = sourceOf({
            plans: [only],
            promises: false,
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
        const asked = expectingSchedules(({ timeZone: zoneBefore, ...job }) => {
          const zone = timeZone ?? zoneBefore;
          return { ...job, cron: other, ...(zone && { timeZone: zone }) };
        })(source);
        expect(clusterStatus(seeing(asked, { cronJobs: changed })).problems).to.deep.equal([]);
        // Where the manifests do not ask for it, that is said, and nothing else.
        const [job] = source.expected.repositories[0]?.jobs ?? [];
        const problems = clusterStatus(seeing(source, { cronJobs: changed })).problems.map(({ id }) => id);
        const isZone = job?.timeZone === undefined || timeZone === undefined || timeZone === job.timeZone;
        if (isZone && job?.cron === other) expect(problems).to.deep.equal([]);
        else expect(problems).to.deep.equal(["schedule-differs"]);
      }),
      { numRuns: runs },
    );
  });
});

/** Faults that have nothing to do with each other, so that one more is one more. */
const independent = [
  "a run whose image is not there",
  "a CronJob that was suspended by hand",
  "a CronJob that is not there",
  "a backup with damaged pages",
  "a repo host that is not ready",
  "a certificate that ends in twelve days",
  "a volume that waits",
  "a Secret that may not be read",
  "an operator that failed at a sync",
  "archiving that is behind",
  "drift",
].map((name) => situations[name]?.fault ?? never(name));

function never(name: string): never {
  throw new Error(name);
}

describe("levels", function () {
  this.timeout(Math.max(60_000, 300 * runs));
  const order = ["ok", "warning", "unknown", "critical"];
  const healthy = sourceOf(usual);
  const withFaults = (faults: readonly Fault[]) => clusterStatus(faults.reduce((made, fault) => fault(made), healthy));

  it("never get better by one more fault", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(independent, { minLength: 1 }), (faults) => {
        const [less, more] = [withFaults(faults.slice(1)), withFaults(faults)];
        expect(order.indexOf(more.level)).to.be.at.least(order.indexOf(less.level));
        expect(more.level).to.not.equal("ok");
      }),
      { numRuns: runs },
    );
  });

  it("are those of the worst problem; each has a cure, and all fit the schema", () => {
    const all = Object.values(situations).map(({ fault }) => fault(healthy));
    const clusters = fc.array(
      fc.oneof(fc.shuffledSubarray(independent).map(withFaults), fc.constantFrom(...all).map(clusterStatus)),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(clusters, (some) => {
        const report = statusReport({ clusters: some, problems: [], now: usual.now, context: "test" });
        expect(Check(statusSchema, report)).to.equal(true);
        const problems = [...report.problems, ...report.clusters.flatMap((cluster) => cluster.problems)];
        for (const { fix, id, problem } of problems) {
          expect(Object.hasOwn(problemKinds, id), id).to.equal(true);
          expect(fix).to.match(/^[A-Z].*\.$/);
          expect(problem).to.match(/\.$/);
          expect(problem).to.not.match(/undefined|NaN|\.\.|\[object|\n/);
        }
        const worst = Math.max(0, ...some.map(({ level }) => order.indexOf(level)));
        expect(order.indexOf(report.level)).to.equal(worst);
        // What is moved beside the clusters is said there, and once.
        const said = new Set(some.flatMap((cluster) => cluster.problems.map(({ problem }) => problem)));
        expect(new Set(problems.map(({ problem }) => problem))).to.deep.equal(said);
        expect(new Set(report.problems.map(({ problem }) => problem)).size).to.equal(report.problems.length);
      }),
      { numRuns: runs },
    );
  });
});
