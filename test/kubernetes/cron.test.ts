import { readFileSync } from "node:fs";
import { expect } from "chai";
import { Cron as Croner } from "croner";
import fc from "fast-check";
import { parseCron } from "../../src/kubernetes/cron.ts";
import { collision, neverFires, nextTime } from "../../src/kubernetes/cron-times.ts";

interface Truth {
  readonly schedule: string;
  readonly accepted: boolean;
  readonly next: readonly string[];
  readonly neverFires: boolean;
}

const truths: readonly Truth[] = JSON.parse(readFileSync(new URL("testdata/cron-truth.json", import.meta.url), "utf8"));
const start = Date.UTC(2026, 0, 1);

function times(schedule: string, count: number, from = start): readonly string[] {
  const cron = parseCron(schedule);
  const found: string[] = [];
  if (typeof cron === "string") return found;
  for (let at = nextTime(cron, from); at !== undefined && found.length < count; at = nextTime(cron, at))
    found.push(new Date(at).toISOString().replace(".000", ""));
  return found;
}

describe("schedules, as Kubernetes reads them", () => {
  for (const { schedule, accepted, next, neverFires: never } of truths) {
    it(`${JSON.stringify(schedule)}: ${accepted ? (never ? "never fires" : next[0]) : "refused"}`, () => {
      const cron = parseCron(schedule);
      expect(typeof cron !== "string", `${cron}`).to.equal(accepted);
      if (typeof cron === "string") return;
      expect(neverFires(cron)).to.equal(never);
      if (!never) expect(times(schedule, 5)).to.deep.equal(next);
    });
  }

  for (const [schedule, reason] of [
    ["0 0 * * 7", "7 is not a day of the week: the highest is 6, and Sunday is 0."],
    ["0 24 * * *", "24 is not an hour: the highest is 23."],
    ["60 0 * * *", "60 is not a minute: the highest is 59."],
    ["every day", "A schedule has five fields, not 2."],
    ["0 0 * * Sunday", "`Sunday` is not a day of the week."],
    ["@every 1d", "`1d` is not a Go duration; hours are the longest unit, for example `24h`."],
    ["TZ=UTC 0 0 * * *", "A schedule must not contain a time zone."],
  ] as const) {
    it(`says of ${JSON.stringify(schedule)}: ${reason}`, () => expect(parseCron(schedule)).to.equal(reason));
  }

  it("are the same with one blank between two fields, which is read faster, and with other white space", () => {
    const text = fc.array(fc.constantFrom("0", "30", "*", "*/2", "SUN", "1-5", "61", "x", "\u0085", ",", ""), {
      minLength: 3,
      maxLength: 6,
    });
    fc.assert(
      fc.property(text, (fields) => {
        expect(parseCron(fields.join(" "))).to.deep.equal(parseCron(`\t${fields.join(" \t ")} `));
      }),
      { numRuns: 1000 },
    );
  });

  // Another implementation, where both mean the same: no `?`, no step behind a single value, no days of both kinds.
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant("*"),
      fc.integer({ min, max }).map(String),
      fc
        .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      fc.integer({ min: 1, max }).map((step) => `*/${step}`),
      fc.uniqueArray(fc.integer({ min, max }), { minLength: 2, maxLength: 4 }).map((values) => values.join(",")),
    );
  const schedules = fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6), fc.boolean())
    .map(
      ([minute, hour, day, month, weekday, byDay]) =>
        `${minute} ${hour} ${byDay ? day : "*"} ${month} ${byDay ? "*" : weekday}`,
    );

  it("agree with croner on the next runs, in UTC", () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: start, max: Date.UTC(2029, 0, 1) }), (schedule, from) => {
        const theirs = new Croner(schedule, { timezone: "UTC" })
          .nextRuns(3, new Date(from))
          .map((time) => time.toISOString().replace(".000", ""));
        expect(times(schedule, 3, from)).to.deep.equal(theirs);
      }),
      { numRuns: 300 },
    );
  });

  /*
   * Kubernetes counts in the zone of its controller, which is UTC unless told otherwise. Ours is a calendar without a zone, so it must
   * agree with the wall clock of any zone, except for the hours that a clock change skips or repeats.
   */
  const zone = "Europe/Vienna";
  /** The clock changes on the last Sundays of March and October: as many as forty runs of a rare schedule can reach. */
  const lastSunday = (year: number, month: number) => {
    const last = new Date(Date.UTC(year, month, 0));
    return new Date(last.getTime() - last.getUTCDay() * 86_400_000).toISOString().slice(0, 10);
  };
  const allChanges = Array.from({ length: 400 }, (_, years) => [
    lastSunday(2026 + years, 3),
    lastSunday(2026 + years, 10),
  ]).flat();
  const changes = allChanges.slice(0, 4);
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  const onTheWall = (time: number) => `${clock.format(time).replace(" ", "T")}Z`;
  const changeDays = new Set(allChanges);
  const isPlain = (wall: string) => !(changeDays.has(wall.slice(0, 10)) && /T0[0-3]:/.test(wall));

  it(`agree with croner on the clock of ${zone}, on both sides of its changes`, () => {
    const around = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -72 * 60, max: 24 * 60 }))
      .map(([day, minutes]) => Date.parse(`${day}T00:00:00Z`) + minutes * 60_000);
    let crossed = 0;
    fc.assert(
      fc.property(schedules, around, (schedule, from) => {
        const runs = new Croner(schedule, { timezone: zone }).nextRuns(40, new Date(from));
        const theirs = runs.map((time) => onTheWall(time.getTime())).filter(isPlain);
        const last = theirs.at(-1);
        if (last === undefined) return;
        const ours = times(schedule, 200, Date.parse(onTheWall(from))).filter(isPlain);
        crossed += changes.some((day) => onTheWall(from) < day && last > day) ? 1 : 0;
        expect(ours.filter((time) => time <= last)).to.deep.equal(theirs);
      }),
      { numRuns: 300 },
    );
    expect(crossed).to.be.greaterThan(50);
  });

  it("do not depend on the zone of the machine, on the night its clock changes", () => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      // 29 March 2026 has no 02:30 in Vienna, and 25 October two.
      expect(times("30 2 * * *", 2, Date.parse("2026-03-28T12:00:00Z"))).to.deep.equal([
        "2026-03-29T02:30:00Z",
        "2026-03-30T02:30:00Z",
      ]);
      expect(times("30 * * * *", 3, Date.parse("2026-10-25T00:00:00Z"))).to.deep.equal([
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z",
        "2026-10-25T02:30:00Z",
      ]);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  // Few values in each field, so that schedules meet; days that not every month has, fields without a value, and days of both kinds.
  const odd = (min: number, max: number, usual: readonly number[]) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("*", "?") },
      { weight: 1, arbitrary: fc.constantFrom(",", `*/${max}`, `${min}-${max}`) },
      { weight: 3, arbitrary: fc.constantFrom(...usual).map(String) },
      { weight: 1, arbitrary: fc.integer({ min, max }).map(String) },
      { weight: 2, arbitrary: fc.subarray([...usual], { minLength: 2 }).map((values) => values.join(",")) },
    );
  const oddSchedules = fc
    .tuple(
      odd(0, 59, [0, 30]),
      odd(0, 23, [1, 2]),
      odd(1, 31, [28, 29, 30, 31]),
      odd(1, 12, [2, 4, 12]),
      odd(0, 6, [0, 5]),
    )
    .map((fields) => {
      const cron = parseCron(fields.join(" "));
      if (typeof cron === "string") throw new Error(cron);
      return cron;
    });

  it("never fire exactly where the calendar has no next run", () => {
    const seen = { fires: 0, never: 0 };
    fc.assert(
      fc.property(oddSchedules, (cron) => {
        const never = nextTime(cron, start) === undefined;
        seen[never ? "never" : "fires"] += 1;
        expect(neverFires(cron)).to.equal(never);
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.fires, seen.never)).to.be.greaterThan(50);
  });

  it("start together exactly where their runs meet", () => {
    const seen = { together: 0, never: 0 };
    fc.assert(
      fc.property(oddSchedules, oddSchedules, (left, right) => {
        const found = collision(left, right);
        let [one, other] = [nextTime(left, start - 60_000), nextTime(right, start - 60_000)];
        let steps = 0;
        while (one !== undefined && other !== undefined && one !== other && steps < 500) {
          if (one < other) one = nextTime(left, one);
          else other = nextTime(right, other);
          steps += 1;
        }
        if (one === undefined || other === undefined) expect(found).to.equal(undefined);
        else if (one === other) expect(found).to.equal(one);
        else expect(found ?? Number.POSITIVE_INFINITY).to.be.greaterThan(Math.max(one, other) - 1);
        seen[found === undefined ? "never" : "together"] += 1;
      }),
      { numRuns: 4000 },
    );
    expect(Math.min(seen.together, seen.never)).to.be.greaterThan(50);
  });

  for (const [left, right, at] of [
    ["30 2 * * *", "*/30 * * * *", "2026-01-01T02:30:00.000Z"],
    ["30 2 * * 0", "30 2 * * 1-6", undefined],
    ["0 3 * * SUN", "15 3 * * MON-SAT", undefined],
    ["0 0 29 2 *", "0 0 * * 1", "2044-02-29T00:00:00.000Z"],
    ["0 0 13 * *", "0 0 * * 5", "2026-02-13T00:00:00.000Z"],
    ["@daily", "0 0 1 * *", "2026-01-01T00:00:00.000Z"],
    ["@every 1h", "0 * * * *", undefined],
  ] as const) {
    it(`${left} and ${right} ${at === undefined ? "never start together" : `start together at ${at}`}`, () => {
      const [a, b] = [parseCron(left), parseCron(right)];
      if (typeof a === "string" || typeof b === "string") throw new Error("the test's schedules must be valid");
      const found = collision(a, b);
      expect(found === undefined ? undefined : new Date(found).toISOString()).to.equal(at);
    });
  }
});
