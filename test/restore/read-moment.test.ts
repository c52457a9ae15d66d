import { expect } from "chai";
import fc from "fast-check";
import { targetProblem } from "../../src/pgbackrest/restore-target.ts";
import { numericTimestamp, shownMoment, targetTime } from "../../src/restore/moment.ts";
import { readMoment } from "../../src/restore/read-moment.ts";
import { requireTool, run } from "../tools.ts";

/** Friday. */
const now = Date.parse("2026-11-27T20:30:05.250Z");

const read = (text: string) => {
  const result = readMoment(text, now);
  return result.is === "moment" ? targetTime(result.moment) : `${result.problem} ${result.fix}`;
};

/** What people type and programs print, with the moment in UTC that GNU date and Python's zoneinfo make of it. */
const readable: ReadonlyArray<readonly [text: string, target: string]> = [
  // RFC 3339
  ["2026-01-31T11:59:00Z", "2026-01-31 11:59:00+00"],
  ["2026-01-31t11:59:00z", "2026-01-31 11:59:00+00"],
  ["2026-01-31T11:59:00+01:00", "2026-01-31 10:59:00+00"],
  ["2026-01-31T11:59:00-05:30", "2026-01-31 17:29:00+00"],
  ["2026-01-31T11:59:00.5Z", "2026-01-31 11:59:00.5+00"],
  ["2026-01-31T11:59:00.123456789Z", "2026-01-31 11:59:00.123456+00"],
  ["2026-01-31T11:59:00-00:00", "2026-01-31 11:59:00+00"],
  ["2026-01-31 11:59:00Z", "2026-01-31 11:59:00+00"],
  // RFC 9557, ISO 8601
  ["2026-01-31T11:59:00+01:00[Europe/Vienna]", "2026-01-31 10:59:00+00"],
  ["2026-01-31T11:59[Europe/Vienna]", "2026-01-31 10:59:00+00"],
  ["20260131T115900Z", "2026-01-31 11:59:00+00"],
  ["20260131T1159+0100", "2026-01-31 10:59:00+00"],
  // pgBackRest, PostgreSQL and its log
  ["2026-01-31 11:59:00+00", "2026-01-31 11:59:00+00"],
  ["2026-01-31 11:59:00.123456+01", "2026-01-31 10:59:00.123456+00"],
  ["2026-01-31 11:59:00.123 UTC", "2026-01-31 11:59:00.123+00"],
  ["2026-01-31 11:59:00.123 CET", "2026-01-31 10:59:00.123+00"],
  ["2026-07-31 11:59:00 CEST", "2026-07-31 09:59:00+00"],
  ["2026-10-25 02:30 CEST", "2026-10-25 00:30:00+00"],
  ["2026-10-25 02:30 CET", "2026-10-25 01:30:00+00"],
  // date and time, with the zone behind it
  ["2026-01-31 11:59 UTC", "2026-01-31 11:59:00+00"],
  ["2026-01-31 11:59 utc", "2026-01-31 11:59:00+00"],
  ["2026-01-31 11:59 GMT", "2026-01-31 11:59:00+00"],
  ["2026-01-31 11:59 Europe/Vienna", "2026-01-31 10:59:00+00"],
  ["2026-07-31 11:59 Europe/Vienna", "2026-07-31 09:59:00+00"],
  ["2026-07-31 11:59 europe/vienna", "2026-07-31 09:59:00+00"],
  ["2026-01-31 11:59 America/Argentina/Buenos_Aires", "2026-01-31 14:59:00+00"],
  ["2026-01-31 11:59 Asia/Kathmandu", "2026-01-31 06:14:00+00"],
  ["2026-01-31 11:59 Japan", "2026-01-31 02:59:00+00"],
  ["2026-01-31 11:59 JST", "2026-01-31 02:59:00+00"],
  ["2026-01-31 11:59 EST", "2026-01-31 16:59:00+00"],
  ["2026-07-31 11:59 PDT", "2026-07-31 18:59:00+00"],
  ["2026-01-31 11:59 +0100", "2026-01-31 10:59:00+00"],
  ["2026-01-31 11:59 -3", "2026-01-31 14:59:00+00"],
  ["2026-01-31 11:59 UTC+1", "2026-01-31 10:59:00+00"],
  ["2026-01-31 11:59 UTC-05:00", "2026-01-31 16:59:00+00"],
  ["2026-01-31  11:59\u00a0UTC ", "2026-01-31 11:59:00+00"],
  ["2026-1-31 9:05 UTC", "2026-01-31 09:05:00+00"],
  ["2026/01/31 11:59 UTC", "2026-01-31 11:59:00+00"],
  ["2026-01-31, 11:59:00,250 UTC", "2026-01-31 11:59:00.25+00"],
  ["2026-01-31 2:30 pm UTC", "2026-01-31 14:30:00+00"],
  ["2026-01-31 12:30am UTC", "2026-01-31 00:30:00+00"],
  ["2026-01-31 2pm UTC", "2026-01-31 14:00:00+00"],
  ["2026-01-31 at 11:59 UTC", "2026-01-31 11:59:00+00"],
  ["11:59 UTC 2026-01-31", "2026-01-31 11:59:00+00"],
  // date, git, mail, JavaScript, Go
  ["Sat Jan 31 11:59:00 UTC 2026", "2026-01-31 11:59:00+00"],
  ["Sat 31 Jan 2026 11:59:00 AM CET", "2026-01-31 10:59:00+00"],
  ["Sat, 31 Jan 2026 11:59:00 +0000", "2026-01-31 11:59:00+00"],
  ["Sat Jan 31 11:59:00 2026 +0100", "2026-01-31 10:59:00+00"],
  ["January 31, 2026 11:59 pm UTC", "2026-01-31 23:59:00+00"],
  ["31st January 2026 11:59 UTC", "2026-01-31 11:59:00+00"],
  ["Sat Jan 31 2026 11:59:00 GMT+0100 (Central European Standard Time)", "2026-01-31 10:59:00+00"],
  ["2026-01-31 11:59:00.123456789 +0000 UTC", "2026-01-31 11:59:00.123456+00"],
  ["2026-07-31 11:59:00 +0200 CEST", "2026-07-31 09:59:00+00"],
  // seconds since 1970
  ["1769860740", "2026-01-31 11:59:00+00"],
  ["@1769860740", "2026-01-31 11:59:00+00"],
  ["@1769860740.25", "2026-01-31 11:59:00.25+00"],
  ["1769860740123", "2026-01-31 11:59:00.123+00"],
  ["1769860740123456", "2026-01-31 11:59:00.123456+00"],
  // from now on backwards
  ["90 minutes ago", "2026-11-27 19:00:05+00"],
  ["90 min ago", "2026-11-27 19:00:05+00"],
  ["90m ago", "2026-11-27 19:00:05+00"],
  ["1h30m ago", "2026-11-27 19:00:05+00"],
  ["1 hour 30 minutes ago", "2026-11-27 19:00:05+00"],
  ["1 hour and 30 minutes ago", "2026-11-27 19:00:05+00"],
  ["1.5 hours ago", "2026-11-27 19:00:05+00"],
  ["an hour ago", "2026-11-27 19:30:05+00"],
  ["half an hour ago", "2026-11-27 20:00:05+00"],
  ["-90m", "2026-11-27 19:00:05+00"],
  ["2 days ago", "2026-11-25 20:30:05+00"],
  ["1 week ago", "2026-11-20 20:30:05+00"],
  ["30 seconds ago", "2026-11-27 20:29:35+00"],
  // days by name
  ["yesterday 14:00 UTC", "2026-11-26 14:00:00+00"],
  ["yesterday at 2pm UTC", "2026-11-26 14:00:00+00"],
  ["today 02:00 UTC", "2026-11-27 02:00:00+00"],
  ["today 08:00 Asia/Tokyo", "2026-11-27 23:00:00+00"],
  ["yesterday 08:00 Asia/Tokyo", "2026-11-26 23:00:00+00"],
  ["14:00 Europe/Vienna yesterday", "2026-11-26 13:00:00+00"],
];

const forms =
  "Write, for example, `2026-01-31T11:59:00Z`, `2026-01-31 11:59 Europe/Vienna`, `yesterday 14:00 UTC`, `90 minutes ago`, or seconds since 1970.";
const notRead = (shown: string) => `\`${shown}\` is not a time that can be read. ${forms}`;

const refused: ReadonlyArray<readonly [text: string, message: string]> = [
  ["", notRead("")],
  ["now", notRead("now")],
  ["hello", notRead("hello")],
  ["20260131", notRead("2026…")],
  ["2026", notRead("2026")],
  ["2026-01-31 11:59 UTC UTC UTC x", notRead("2026-01-31 11:59 UTC UTC UTC x")],
  ["2026-01-31 2026-02-01 11:59 UTC", notRead("2026-01-31 2026-02-01 11:59 UTC")],
  ["20260131-115900F", notRead("20260131-115900F")],
  ["\u001b[31m", notRead("\\u001b[31m")],
  [`2026-01-31 11:59 UTC${" x".repeat(100)}`, notRead(`2026-01-31 11:59 UTC${" x".repeat(40)}`)],
  [
    "2026-01-31 11:59",
    "`2026-01-31 11:59` has no time zone, and a restore to the wrong hour loses data. Write `2026-01-31 11:59 UTC`, or the zone whose clock showed it, for example `2026-01-31 11:59 Europe/Vienna`.",
  ],
  [
    "2026-01-31T11:59:00.25",
    "`2026-01-31 11:59:00.25` has no time zone, and a restore to the wrong hour loses data. Write `2026-01-31 11:59:00.25 UTC`, or the zone whose clock showed it, for example `2026-01-31 11:59:00.25 Europe/Vienna`.",
  ],
  [
    "yesterday 14:00",
    "`yesterday 14:00` has no time zone, and a restore to the wrong hour loses data. Write `yesterday 14:00 UTC`, or the zone whose clock showed it, for example `yesterday 14:00 Europe/Vienna`.",
  ],
  [
    "2026-10-25 02:30 Europe/Vienna",
    "On 2026-10-25, the clock in Europe/Vienna was set back and showed 02:30 twice. Write `2026-10-25 02:30+02:00` for the first time, or `2026-10-25 02:30+01:00` for the second.",
  ],
  [
    "2026-11-01 01:30:15 America/New_York",
    "On 2026-11-01, the clock in America/New_York was set back and showed 01:30:15 twice. Write `2026-11-01 01:30:15-04:00` for the first time, or `2026-11-01 01:30:15-05:00` for the second.",
  ],
  [
    "2026-04-05 01:45 Australia/Lord_Howe",
    "On 2026-04-05, the clock in Australia/Lord_Howe was set back and showed 01:45 twice. Write `2026-04-05 01:45+11:00` for the first time, or `2026-04-05 01:45+10:30` for the second.",
  ],
  [
    "2026-03-29 02:30 Europe/Vienna",
    "On 2026-03-29, the clock in Europe/Vienna was set forward and never showed 02:30. Write `2026-03-29 02:30+01:00` for the time as it would have been without the change, or `2026-03-29 02:30+02:00` for the one before it.",
  ],
  [
    "2026-07-31 11:59 CET",
    "On 2026-07-31, clocks in Europe/Paris do not show `CET`, which is +01:00, but +02:00. Write `2026-07-31 11:59+01:00` or `2026-07-31 11:59+02:00`, whichever the clock showed.",
  ],
  [
    "2026-07-31 11:59 CST",
    "`CST` is the abbreviation of several time zones. Write the offset from UTC, for example `-06:00`, or the zone's name, for example `America/Chicago`.",
  ],
  ["2026-01-31 11:59 GMT+1", "`GMT+1` is +01:00 to some programs, and -01:00 to others. Write `+01:00` or `-01:00`."],
  ["2026-01-31 11:59 +25:00", "No clock is +25:00 away from UTC. Write an offset between `-12:00` and `+14:00`."],
  [
    "2026-01-31T11:59+02:00[Europe/Vienna]",
    "`+02:00` and `Europe/Vienna` are different clocks at that time: +02:00 and +01:00. Write `2026-01-31 11:59+02:00` or `2026-01-31 11:59+01:00`.",
  ],
  ["2026-01-31 11:59 Europe/Viena", "`Europe/Viena` is not a time zone. Did you mean `Europe/Vienna`?"],
  [
    "2026-01-31 11:59 Europe/Wien",
    "`Europe/Wien` is not a time zone. Write a name such as `Europe/Vienna`, or the offset from UTC, such as `+01:00`.",
  ],
  [
    "31.01.2026 11:59 UTC",
    "`31.01.2026` does not say which number is the month. Write year, month and day: `2026-01-31`.",
  ],
  [
    "01/02/2026 11:59 UTC",
    "`01/02/2026` does not say which number is the month. Write year, month and day: `2026-02-01` or `2026-01-02`.",
  ],
  [
    "1/2/26 11:59 UTC",
    "`1/2/26` does not say which number is the month. Write year, month and day, for example `2026-01-31`.",
  ],
  ["2026-02-29 11:59 UTC", "There is no 2026-02-29. Write a date that exists, as year, month and day."],
  ["2026-13-01 11:59 UTC", "There is no 2026-13-01. Write a date that exists, as year, month and day."],
  ["2026-01-31 24:00 UTC", "There is no time `24:00`. Write a time from 00:00:00 to 23:59:59."],
  ["2026-01-31 11:59:60 UTC", "There is no time `11:59:60`. Write a time from 00:00:00 to 23:59:59."],
  ["2026-01-31 13:00 pm UTC", "There is no time `13:00 pm`. Write the time with 24 hours, for example `14:00`."],
  [
    "Fri, 31 Jan 2026 11:59 UTC",
    "2026-01-31 is not the weekday that is written with it. Correct one of the two, or leave the weekday out.",
  ],
  ["Monday 14:00 UTC", "A weekday does not say which week is meant. Write the date, for example `2026-01-31`."],
  [
    "2026-01-31 UTC",
    "This is a day without a time. Add the time and the zone, for example `2026-01-31 11:59 Europe/Vienna`.",
  ],
  [
    "11:59 Europe/Vienna",
    "This is a time without a day. Write `today 11:59 Europe/Vienna` or `yesterday 11:59 Europe/Vienna`, or the date.",
  ],
  ["2 months ago", "Months and years differ in length. Write days, for example `30 days ago`, or a date."],
  ["a year ago", "Months and years differ in length. Write days, for example `30 days ago`, or a date."],
  ["some time ago", notRead("some time ago")],
];

describe("a moment as people write it", () => {
  for (const [text, target] of readable)
    it(`${JSON.stringify(text)} is ${target}`, () => {
      expect(read(text)).to.equal(target);
    });

  for (const [text, message] of refused)
    it(`${JSON.stringify(text.slice(0, 60))} is refused`, () => {
      expect(read(text)).to.equal(message);
    });

  const moments = fc.record({
    seconds: fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2099, 11, 31) / 1000 }),
    micros: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 999_999 })),
  });

  it("is the same moment in every form that it is printed in, and pgBackRest takes the target's", () => {
    fc.assert(
      fc.property(moments, (moment) => {
        for (const form of [targetTime, shownMoment, numericTimestamp])
          expect(readMoment(form(moment), now)).to.deep.equal({ is: "moment", moment });
        expect(targetProblem("time", targetTime(moment), undefined)).to.equal(undefined);
      }),
    );
  });

  const zones = ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"];

  it("is what a zone's clock shows at it, or is refused with it among the choices", () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), ({ seconds }, zone) => {
        // The clock as `toLocaleString` shows it: Swedish has the form of ISO 8601.
        const shown = new Date(seconds * 1000).toLocaleString("sv-SE", { timeZone: zone });
        const result = readMoment(`${shown} ${zone}`, now);
        if (result.is === "moment") expect(result.moment).to.deep.equal({ seconds, micros: 0 });
        else {
          const choices = [...result.fix.matchAll(/`([^`]*)`/g)].map(([, choice = ""]) => readMoment(choice, now));
          expect(choices).to.have.length(2);
          expect(choices).to.deep.include({ is: "moment", moment: { seconds, micros: 0 } });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is what GNU date prints, in its own forms and in those of mail and RFC 3339", function () {
    if (!run("date", ["--version"]).stdout.includes("GNU")) requireTool(this, "GNU date", undefined);
    const seconds = fc.sample(moments, { numRuns: 50, seed: 1 }).map((moment) => moment.seconds);
    const input = seconds.map((each) => `@${each}\n`).join("");
    for (const TZ of ["UTC", "Asia/Kathmandu", "America/New_York", "Europe/Vienna"])
      for (const format of [
        ["-R"],
        ["--rfc-3339=seconds"],
        ["--iso-8601=seconds"],
        ["+@%s"],
        ["+%a %b %e %H:%M:%S %z %Y"],
      ]) {
        const { stdout } = run("date", [...format, "-f", "-"], { input, env: { TZ, LC_ALL: "C" } });
        const found = stdout
          .trim()
          .split("\n")
          .map((line) => readMoment(line, now));
        expect(found, `${TZ} ${format}`).to.deep.equal(
          seconds.map((each) => ({ is: "moment", moment: { seconds: each, micros: 0 } })),
        );
      }
  });

  it("never throws, and never quotes what could move a terminal's cursor", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary-ascii" })), (text) => {
        const result = readMoment(text, now);
        if (result.is === "refused")
          expect(`${result.problem}${result.fix}`).not.to.match(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });
});
