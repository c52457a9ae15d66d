import type { Backups } from "./rendered.ts";

/** A schedule and a retention that are proven. */
export interface Case extends Backups {
  readonly name: string;
  /** How many days are simulated; more, until the repository holds as little as it ever does. */
  readonly days: number;
  /**
   * Whether a full that is exactly as old as the days to keep counts as older: seconds decide, by which its backup took longer than the one
   * that lets it expire. Where it does, the model's timeline, in which backups take no time, is not compared, but all figures are.
   */
  readonly equalAge?: "older" | "not-older";
}

/** What makes backups quick, and changes nothing about expiry. */
const quick = { "compress-type": "none", "repo1-bundle": "y", "start-fast": "y" };

const retention = (options: Readonly<Record<string, string>>) => ({
  ...quick,
  ...Object.fromEntries(Object.entries(options).map(([name, value]) => [`repo1-retention-${name}`, value])),
});

export const cases: readonly Case[] = [
  {
    name: "a full each week, a diff on the other days, two fulls kept",
    global: retention({ full: "2" }),
    schedule: { full: "0 1 * * 0", diff: "0 1 * * 1-6" },
    days: 60,
  },
  {
    name: "a full each week, three incrs between, 14 days kept",
    global: retention({ full: "14", "full-type": "time" }),
    schedule: { full: "0 1 * * 0", incr: "0 1 * * 1,3,5" },
    days: 60,
    equalAge: "not-older",
  },
  {
    name: "a full each week, an incr on Wednesdays, 14 days kept, each backup a little later than the one before",
    global: retention({ full: "14", "full-type": "time" }),
    schedule: { full: "0 1 * * 0", incr: "0 1 * * 3" },
    days: 60,
    equalAge: "older",
  },
  {
    name: "a full every third day of the month, an incr every other noon, 10 days kept",
    global: retention({ full: "10", "full-type": "time" }),
    schedule: { full: "0 3 */3 * *", incr: "0 12 */2 * *" },
    days: 60,
    equalAge: "not-older",
  },
  {
    name: "a full each month, a diff every other day, two fulls and three diffs kept",
    global: retention({ full: "2", diff: "3" }),
    schedule: { full: "30 2 1 * *", diff: "30 2 2-31/2 * *" },
    days: 120,
  },
  {
    name: "a full each week, an incr every other day, four fulls kept and the WAL of two",
    global: retention({ full: "4", archive: "2" }),
    schedule: { full: "0 1 * * 0", incr: "0 1 * * 1,3,5" },
    days: 63,
  },
  {
    name: "diffs and incrs between fulls, WAL kept by diffs",
    global: retention({ full: "2", diff: "4", archive: "2", "archive-type": "diff" }),
    schedule: { full: "0 1 * * 0", diff: "0 1 * * 2,4,6", incr: "0 13 * * 1,3,5" },
    days: 63,
  },
  {
    name: "a full each week, three incrs between, WAL kept by incrs",
    global: retention({ full: "2", archive: "3", "archive-type": "incr" }),
    schedule: { full: "0 1 * * 0", incr: "0 1 * * 1,3,6" },
    days: 60,
  },
  {
    name: "a full every other day of the month, one kept",
    global: retention({ full: "1" }),
    schedule: { full: "0 1 */2 * *" },
    days: 60,
  },
  {
    name: "a full each week, an incr on Wednesdays, no retention",
    global: quick,
    schedule: { full: "0 1 * * 0", incr: "0 1 * * 3" },
    days: 60,
  },
  {
    name: "two diffs a week between fulls on two days of the month, three incrs a week interleaved, one diff kept",
    global: retention({ full: "1", diff: "1" }),
    schedule: { full: "15 0 1,16 * *", diff: "0 6 * * 2,5", incr: "45 18 * * 1,3,6" },
    days: 75,
  },
  {
    name: "a full each week, a diff on Wednesdays, WAL kept by more fulls than there are",
    global: retention({ full: "2", archive: "4" }),
    schedule: { full: "0 1 * * 0", diff: "0 1 * * 3" },
    days: 60,
  },
  {
    name: "a full every ten days, a diff every other day, 21 days and three diffs kept, WAL kept by diffs",
    global: retention({ full: "21", "full-type": "time", diff: "3", "archive-type": "diff" }),
    schedule: { full: "0 4 1,11,21 * *", diff: "0 4 2-30/2 * *" },
    days: 90,
    equalAge: "not-older",
  },
  {
    name: "a full each week, an incr on Wednesdays, WAL kept by incrs without a number",
    global: retention({ full: "2", "archive-type": "incr" }),
    schedule: { full: "0 1 * * 0", incr: "0 1 * * 3" },
    days: 60,
  },
];
