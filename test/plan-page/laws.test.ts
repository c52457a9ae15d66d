import { expect } from "chai";
import fc from "fast-check";
import { addresses } from "../../src/plan-page/cluster-names.ts";
import { summaryOf } from "../../src/plan-page/cluster-summary.ts";
import { cursorWords } from "../../src/plan-page/cursor-words.ts";
import { markup } from "../../src/plan-page/html.ts";
import { packRunbooks, unpackRunbook } from "../../src/plan-page/packed-runbooks.ts";
import { packTimeline, unpackTimeline } from "../../src/plan-page/packed-timeline.ts";
import { windowFromAt } from "../../src/plan-page/seen-at.ts";
import { momentAt, scaleOf } from "../../src/plan-page/timeline-scale.ts";
import { timelineSvg } from "../../src/plan-page/timeline-svg.ts";
import { packWeek, runCount, unpackHour, weekRuns } from "../../src/plan-page/week-runs.ts";
import { durationWords } from "../../src/plan-page/words.ts";
import { longestWindow } from "../../src/recovery/fleet.ts";
import { repositoryTimeline } from "../../src/recovery/repository-timeline.ts";
import { restorableAt } from "../../src/recovery/restorable-at.ts";
import type { Retention } from "../../src/recovery/retention.ts";
import type { Timeline } from "../../src/recovery/timeline.ts";
import type { Runbook } from "../../src/restore/runbook-step.ts";
import { fleetOf, now, planOf } from "./fixture.ts";
import { runbook } from "./runbook.ts";

const minute = fc.integer({ min: 0, max: 59 });
const hour = fc.integer({ min: 0, max: 23 });
const weekday = fc.integer({ min: 0, max: 6 });

const schedules = fc.record({
  full: fc.oneof(
    fc.tuple(minute, hour, weekday).map(([m, h, d]) => `${m} ${h} * * ${d}`),
    fc.tuple(minute, hour).map(([m, h]) => `${m} ${h} 1 * *`),
  ),
  diff: fc.option(
    fc.tuple(minute, hour).map(([m, h]) => `${m} ${h} * * *`),
    { nil: undefined },
  ),
  incr: fc.option(
    fc.tuple(minute, fc.constantFrom(2, 6, 8)).map(([m, h]) => `${m} */${h} * * *`),
    { nil: undefined },
  ),
});
const retention: fc.Arbitrary<Retention> = fc
  .record({
    full: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    diff: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    archive: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    archiveType: fc.constantFrom("full" as const, "diff" as const, "incr" as const),
  })
  .map(({ full, diff, archive, archiveType }) => ({
    expires: true,
    fullType: "count",
    archiveType,
    ...(full !== undefined && { full }),
    ...(diff !== undefined && { diff }),
    ...(archive !== undefined && { archive }),
  }));

const timeline: fc.Arbitrary<Timeline> = fc.tuple(schedules, retention).map(([crons, kept]) =>
  repositoryTimeline(
    {
      schedules: (["full", "diff", "incr"] as const).flatMap((type) => {
        const cron = crons[type];
        return cron === undefined ? [] : [{ type, cron }];
      }),
      retention: kept,
    },
    now,
    5,
    3,
  ),
);

const moment = fc.integer({ min: now - 5 * 7 * 86_400, max: now + 3 * 7 * 86_400 });

describe("the timeline of a page", function () {
  this.timeout(240_000);

  it("is packed without loss", () => {
    fc.assert(
      fc.property(timeline, (each) => {
        expect(unpackTimeline(JSON.parse(JSON.stringify(packTimeline(each))))).to.deep.equal(each);
      }),
      { numRuns: 60 },
    );
  });

  it("is packed without loss, whatever it is", () => {
    const backup = fc.record({
      type: fc.constantFrom("full" as const, "diff" as const, "incr" as const),
      gap: fc.nat({ max: 5 }),
      back: fc.integer({ min: 0, max: 4 }),
      expires: fc.option(fc.nat({ max: 20 })),
    });
    fc.assert(
      fc.property(fc.array(backup), fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }))), (list, pairs) => {
        let at = 0;
        const backups = list.map(({ type, gap, back, expires }, index) => {
          at += gap;
          return {
            type,
            at,
            ...(back !== 0 && back <= index && { prior: index - back }),
            ...(expires !== null && { expires: at + expires }),
          };
        });
        let moment = 0;
        const expiries = pairs.map(([gap, before]) => {
          moment += gap;
          return { at: moment, walFrom: moment - before };
        });
        const whole: Timeline = { from: 3, to: 99, backups, expiries };
        expect(unpackTimeline(packTimeline(whole))).to.deep.equal(whole);
      }),
    );
  });

  it("has a frame in which restorableAt can restore every moment, and before which it cannot restore the last one", () => {
    fc.assert(
      fc.property(timeline, moment, fc.double({ min: 0, max: 1, noNaN: true }), (each, asOf, share) => {
        const from = windowFromAt(each, asOf);
        if (from === undefined) return;
        const inside = Math.floor(from + share * (asOf - from));
        expect(restorableAt(each, inside, asOf).is).to.equal("restorable");
        // A backup that began in the same second as the frame is in it; the second before it has none, or no WAL to reach it.
        const before = restorableAt(each, from - 1, asOf);
        expect(before.is === "not-restorable" || before.walSeconds === 0).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it("says what restorableAt says", () => {
    fc.assert(
      fc.property(timeline, moment, (each, chosen) => {
        const found = restorableAt(each, chosen, Math.max(now, chosen));
        const { restorable, verdict } = cursorWords(each, { now, moment: chosen });
        expect(restorable).to.equal(found.is === "restorable");
        if (found.is !== "restorable") expect(verdict).to.match(/^not restorable: /);
        else for (const { type } of found.chain) expect(verdict).to.include(`${type} of `);
      }),
      { numRuns: 100 },
    );
  });

  it("is a drawing of a bounded size, however many backups there are", () => {
    const rules = (cron: string) => ({
      schedules: [
        { type: "full" as const, cron: "0 0 * * 0" },
        { type: "incr" as const, cron },
      ],
      retention: { expires: true, full: 4, fullType: "count", archiveType: "full" } as const,
    });
    const size = (cron: string) => {
      const each = repositoryTimeline(rules(cron), now, 5, 3);
      return markup(timelineSvg(each, scaleOf(each, 1200), now)).length;
    };
    const [hourly, fiveMinutes] = [size("0 * * * *"), size("*/5 * * * *")];
    expect(fiveMinutes)
      .to.be.lessThan(200_000)
      .and.lessThan(4 * hourly);
  });

  it("finds the moment under the mouse", () => {
    fc.assert(
      fc.property(timeline, moment, fc.integer({ min: 300, max: 3000 }), (each, chosen, width) => {
        const scale = scaleOf(each, width);
        const pixel = (scale.to - scale.from) / (scale.right - scale.left);
        expect(Math.abs(momentAt(scale, scale.x(chosen)) - chosen)).to.be.lessThan(pixel + 60);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the table and the week of a page", () => {
  const { plan, timelines } = planOf(fleetOf(60));

  it("have the windows of the plan", () => {
    for (const cluster of plan.clusters)
      expect(summaryOf(cluster).window?.guaranteedSeconds ?? 0).to.equal(longestWindow(cluster));
  });

  it("have as many runs in an hour as there are in the week after the plan", () => {
    const counts = Array<number>(168).fill(0);
    for (const { at } of timelines.flat().flatMap(({ backups }) => backups)) {
      const date = new Date(at * 1000);
      const hour = ((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours();
      if (at > now && at < now + 7 * 86_400) counts[hour] = (counts[hour] ?? 0) + 1;
    }
    expect(weekRuns(timelines, now).map(runCount)).to.deep.equal(counts);
  });

  it("have the runs that were packed", () => {
    const hours = weekRuns(timelines, now);
    expect(packWeek(hours).map(unpackHour)).to.deep.equal(hours);
  });

  it("have an address for each cluster, also for those of one name", () => {
    const all = [
      { name: "a", namespace: "b" },
      { name: "a", namespace: "b" },
      { name: "b/a" },
      { name: "a/b", namespace: "\ud800" },
      { name: "a;2", namespace: "b" },
      { name: "a~2", namespace: "b" },
    ];
    expect(new Set(addresses(all)).size).to.equal(all.length);
  });
});

describe("the runbooks of a page", () => {
  it("are packed without loss, whatever the names are", () => {
    const name = fc.constantFrom("demo", "a", "pg", "ackrest", "", "\u0001", "$&", '"', "0", "cluster", "\\");
    const text = fc.tuple(fc.string(), name, fc.string()).map((parts) => parts.join(""));
    const book = fc.tuple(name, fc.option(name, { nil: undefined }), fc.array(text)).map(
      ([cluster, namespace, notes]): Runbook => ({
        ...runbook,
        cluster,
        ...(namespace !== undefined && { namespace }),
        notes: [...notes, `in ${namespace}, ${cluster}`],
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.option(book, { nil: undefined })), (books) => {
        const { shared, runbooks } = packRunbooks(books.length, (index) => books[index]);
        expect(runbooks.map((each) => each && unpackRunbook(shared, each))).to.deep.equal(
          books.map((each) => each ?? null),
        );
      }),
    );
  });

  it("say once what several say", () => {
    const books = ["one", "two", "three"].map(
      (cluster): Runbook => ({ ...runbook, cluster, notes: [`of ${cluster}`] }),
    );
    const { runbooks } = packRunbooks(3, (index) => books[index]);
    for (const each of runbooks) expect(each?.texts.filter((text) => typeof text === "string")).to.deep.equal([]);
  });
});

describe("a duration in words", () => {
  for (const [seconds, words] of [
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [3661, "1 h 1 min"],
    [86_400, "1 d"],
    [86_400 * 21 + 9.5 * 3600, "21 d 9 h"],
    [86_400 * 2 + 59, "2 d"],
  ] as const)
    it(words, () => expect(durationWords(seconds)).to.equal(words));
});
