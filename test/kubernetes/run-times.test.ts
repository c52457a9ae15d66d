import { expect } from "chai";
import fc from "fast-check";
import { parseCron } from "../../src/kubernetes/cron.ts";
import { runsBetween } from "../../src/kubernetes/run-times.ts";
import { durationInWords, scheduleInWords } from "../../src/kubernetes/schedule-words.ts";
import { utc, zoneClock } from "../../src/kubernetes/zone-clock.ts";
import { nextRun, standstillAfter } from "../../src/kubernetes/zoned-times.ts";

/** Clocks that skip midnight, half an hour, or an hour that does not begin with a full one are among them. */
const zones = [
  ...[undefined, "Europe/Vienna", "America/New_York", "Asia/Kolkata"],
  ...["Australia/Lord_Howe", "Pacific/Chatham", "Africa/Cairo"],
];
const clocks = new Map(zones.map((zone) => [zone, zone === undefined ? utc : (zoneClock(zone) ?? utc)]));

const field = (min: number, max: number) =>
  fc.oneof(
    fc.constant("*"),
    fc.integer({ min, max }).map(String),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([one, other]) => `${one},${other}`),
    fc.integer({ min: 2, max: 7 }).map((step) => `*/${step}`),
  );
const cron = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
  .map((fields) => fields.join(" "));

describe("the runs of a schedule", () => {
  it("are those that the controller goes through one by one, in every zone", () => {
    fc.assert(
      fc.property(
        cron,
        fc.constantFrom(...zones),
        // Often around the changes of clocks in March, April, October and November.
        fc.integer({ min: 0, max: 1460 }),
        fc.integer({ min: 1, max: 40 }),
        (text, zone, start, days) => {
          const parsed = parseCron(text);
          const clock = clocks.get(zone) ?? utc;
          if (typeof parsed === "string" || parsed.kind === "every") return;
          const from = Date.UTC(2026, 0, 1) / 1000 + start * 86_400;
          const to = from + Math.min(days, parsed.minute.values.size > 5 ? 4 : 40) * 86_400;
          const expected: number[] = [];
          // The next run depends on the last one, so the controller has gone on from the run before.
          const before =
            runsBetween(
              { cron: parsed, clock },
              from - (parsed.hour.values.size * parsed.minute.values.size > 4 ? 10 : 400) * 86_400,
              from,
            ).at(-1) ?? from - 1;
          // A CronJob that stands still needs somebody to make it anew.
          fc.pre(standstillAfter(parsed, clock, before * 1000) === undefined);
          for (let at = nextRun(parsed, clock, before * 1000); at !== undefined && at < to * 1000; ) {
            expected.push(at / 1000);
            at = nextRun(parsed, clock, at);
          }
          expect(runsBetween({ cron: parsed, clock }, from, to)).to.deep.equal(expected);
        },
      ),
      {
        numRuns: 1500,
        examples: [
          ["0 1 */2 1,4 0,0", "Africa/Cairo", 451, 33],
          ["0 0 * * 0", "Australia/Lord_Howe", 85, 40],
          ["4,59 23,3 * * *", "Pacific/Chatham", 90, 10],
        ],
      },
    );
  });

  for (const [text, words] of [
    ["30 2 1-31 * 1", "every day at 02:30 UTC"],
    ["0 0 13 * 0-6", "every day at 00:00 UTC"],
    ["0 0 1-31 6 1", "every day in June at 00:00 UTC"],
    ["0 0 */1 * 1", "every Monday at 00:00 UTC"],
    ["30 2 * * 0", "every Sunday at 02:30 UTC"],
    ["30 2 * * 1-6", "every day from Monday to Saturday at 02:30 UTC"],
    ["0 3 * * 6,0,1", "every Monday, Saturday and Sunday at 03:00 UTC"],
    ["30 2 * * *", "every day at 02:30 UTC"],
    ["15 */6 * * *", "every day at 00:15, 06:15, 12:15 and 18:15 UTC"],
    ["13 8-18/2 * * 1-5", "every 2 hours from 08:13 to 18:13 UTC, every day from Monday to Friday"],
    ["* 7 * * *", "every minute from 07:00 to 07:59 UTC"],
    ["* * * * *", "every minute"],
    ["*/5 * * * *", "every 5 minutes"],
    ["@hourly", "every hour at minute 0"],
    ["@weekly", "every Sunday at 00:00 UTC"],
    ["30 2 1,15 * *", "on days 1 and 15 of every month at 02:30 UTC"],
    ["0 0 1 */3 *", "on day 1 of January, April, July and October at 00:00 UTC"],
    ["0 0 1 1 *", "every year on January 1 at 00:00 UTC"],
    ["0 0 29 2 *", "on February 29 of every leap year at 00:00 UTC"],
    ["30 2 1-7 * 0", "on days 1 to 7 of the month and on every Sunday at 02:30 UTC"],
    ["0 4 * 2-4 *", "every day from February to April at 04:00 UTC"],
    ["5,7,30 1,5,9 * * *", "every hour at minutes 5, 7 and 30 in the hours 1, 5 and 9 UTC"],
    ["@every 6h30m", "every 6 hours 30 minutes, counted from the last run"],
  ] as const)
    it(`have words: ${text}`, () => {
      const parsed = parseCron(text);
      expect(typeof parsed === "string" ? parsed : scheduleInWords(parsed)).to.equal(words);
    });

  it("have the words of their zone", () => {
    const parsed = parseCron("30 2 * * 0");
    expect(typeof parsed === "string" ? parsed : scheduleInWords(parsed, "Europe/Vienna")).to.equal(
      "every Sunday at 02:30 Europe/Vienna",
    );
  });
});

describe("a duration in words", () => {
  for (const [seconds, words] of [
    [0, "0 seconds"],
    [1, "1 second"],
    [90, "1 minute 30 seconds"],
    [86_400, "1 day"],
    [2 * 86_400 + 3600, "2 days 1 hour"],
  ] as const)
    it(words, () => expect(durationInWords(seconds)).to.equal(words));
});
