import { readFileSync } from "node:fs";
import { expect } from "chai";
import { type Cron, parseCron } from "../../src/kubernetes/cron.ts";
import { type ZoneClock, zoneClock } from "../../src/kubernetes/zone-clock.ts";
import { clockEffects, nextRun, undisturbedHour, zonedCollision } from "../../src/kubernetes/zoned-times.ts";

/*
 * testdata/zoned-runs.json: the runs that robfig/cron v3.0.1 gives, which the CronJob controller asks, in three days around every clock change of
 * 2026 and 2027 in these zones (Go 1.24 and its own zone data). A row is zone, schedule, from, to, runs.
 */
const rows: ReadonlyArray<
  readonly [zone: string, schedule: string, from: string, to: string, runs: readonly string[]]
> = JSON.parse(readFileSync(new URL("testdata/zoned-runs.json", import.meta.url), "utf8"));

const cronOf = (schedule: string): Cron => {
  const cron = parseCron(schedule);
  if (typeof cron === "string") throw new Error(cron);
  return cron;
};
const clockOf = (zone: string): ZoneClock => {
  const clock = zoneClock(zone);
  if (clock === undefined) throw new Error(zone);
  return clock;
};

/** The runs between two moments. */
function runsBetween(cron: Cron, clock: ZoneClock, from: number, to: number): readonly string[] {
  const found: string[] = [];
  if (cron.kind === "every") return found;
  for (let at = nextRun(cron, clock, from - 1000); at !== undefined && at < to; at = nextRun(cron, clock, at))
    found.push(new Date(at).toISOString().replace(".000", ""));
  return found;
}

describe("schedules in a time zone", () => {
  it("run when robfig/cron says, also where the clock skips or repeats an hour", () => {
    expect(rows.length).to.be.greaterThan(400);
    const wrong = rows.filter(
      ([zone, schedule, from, to, runs]) =>
        runsBetween(cronOf(schedule), clockOf(zone), Date.parse(from), Date.parse(to)).join() !== runs.join(),
    );
    expect(wrong).to.deep.equal([]);
  });

  it("stop where robfig/cron goes back, as the CronJob controller does then, and never go back themselves", () => {
    const runs = (zone: string, schedule: string) =>
      runsBetween(
        cronOf(schedule),
        clockOf(zone),
        Date.parse("2026-04-03T14:14:01Z"),
        Date.parse("2026-04-20T00:00:00Z"),
      );
    // robfig/cron v3.0.1 goes on from 2026-04-04T13:19Z to 14:14Z, back to 13:19Z, and so on.
    expect(runs("Pacific/Chatham", "4,59 23,3 * * *")).to.deep.equal([
      "2026-04-04T09:19:00Z",
      "2026-04-04T10:14:00Z",
      "2026-04-04T13:19:00Z",
    ]);
    expect(clockEffects(cronOf("4,59 23,3 * * *"), clockOf("Pacific/Chatham"))).to.include({
      stopped: Date.parse("2026-04-05T02:59Z"),
    });
  });

  for (const [zone, schedule, skipped, doubled] of [
    ["Europe/Vienna", "30 2 * * *", "2026-03-29T02:30", "2026-10-25T02:30"],
    ["Europe/Vienna", "30 2 * * 0", "2026-03-29T02:30", "2026-10-25T02:30"],
    ["Europe/Vienna", "30 2 * * 6", undefined, undefined],
    ["Europe/Vienna", "30 2 29 3 *", "2026-03-29T02:30", undefined],
    ["Europe/Vienna", "0 3 * * *", undefined, undefined],
    ["Europe/Vienna", "59 1 * * *", undefined, undefined],
    ["Europe/Vienna", "*/30 * * * *", undefined, undefined],
    ["Europe/Vienna", "*/30 1-4 * * *", undefined, undefined],
    ["Europe/Vienna", "@every 1h", undefined, undefined],
    ["America/New_York", "30 2 * * *", "2026-03-08T02:30", undefined],
    ["America/New_York", "30 1 * * *", undefined, "2026-11-01T01:30"],
    ["America/Santiago", "30 0 * * *", "2026-09-06T00:30", undefined],
    ["Australia/Lord_Howe", "15 2 * * *", "2026-04-05T02:15", undefined], // not even skipped by the clock
    ["Australia/Lord_Howe", "45 2 * * *", undefined, undefined],
    ["Asia/Beirut", "30 1 * * 0", "2026-03-29T01:30", undefined], // midnight is skipped, and with it the day
    ["Asia/Beirut", "30 1 * * *", undefined, undefined],
    ["Asia/Kolkata", "30 2 * * *", undefined, undefined],
  ] as const)
    it(`\`${schedule}\` in ${zone}: ${skipped ?? "nothing"} is skipped, ${doubled ?? "nothing"} comes twice`, () => {
      const effects = clockEffects(cronOf(schedule), clockOf(zone));
      const text = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString().slice(0, 16));
      expect([text(effects.skipped), text(effects.doubled)]).to.deep.equal([skipped, doubled]);
    });

  it("have an hour nearby in which the clock does not change", () => {
    const hour = (schedule: string, zone: string) => {
      const cron = cronOf(schedule);
      return cron.kind === "every" ? undefined : undisturbedHour(cron, clockOf(zone));
    };
    expect(hour("30 2 * * *", "Europe/Vienna")).to.equal(3);
    expect(hour("30 1 * * *", "America/New_York")).to.equal(3);
    expect(hour("30 23 * * *", "America/Santiago")).to.equal(1);
    expect(hour("30 1,2 * * *", "Europe/Vienna")).to.equal(undefined);
    // The day on which midnight is skipped is skipped as a whole.
    expect(hour("30 1 * * 0", "Asia/Beirut")).to.equal(undefined);
  });

  it("meet others in their zone at the same moment", () => {
    const in_ = (schedule: string, zone: string) => ({ cron: cronOf(schedule), clock: clockOf(zone) });
    const meet = (left: readonly [string, string], right: readonly [string, string]) => {
      const at = zonedCollision(in_(...left), in_(...right));
      expect(zonedCollision(in_(...right), in_(...left))).to.equal(at);
      return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
    };
    expect(meet(["30 4 * * *", "Europe/Vienna"], ["30 3 * * *", "Etc/UTC"])).to.equal("2026-01-01T03:30");
    expect(meet(["30 5 * * *", "Europe/Vienna"], ["30 3 * * *", "Etc/UTC"])).to.equal("2026-03-29T03:30");
    expect(meet(["30 6 * * *", "Europe/Vienna"], ["30 3 * * *", "Etc/UTC"])).to.equal(undefined);
    expect(meet(["0 0 * * 1", "Asia/Kolkata"], ["30 18 * * 0", "Etc/UTC"])).to.equal("2026-01-04T18:30");
    expect(meet(["0 * * * *", "Asia/Kolkata"], ["0 * * * *", "Etc/UTC"])).to.equal(undefined);
  });
});
