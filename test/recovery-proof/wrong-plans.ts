import type { Backups } from "./rendered.ts";

/** A retention that is not the one that was simulated. Its plan has to be told from the right one, or the proof proves nothing. */
interface WrongPlan {
  /** The name of the case. */
  readonly of: string;
  readonly where: string;
  /** Options of `repo1-retention` that are otherwise; undefined: not set. */
  readonly retention: Readonly<Record<string, string | undefined>>;
}

export const wrongPlans: readonly WrongPlan[] = [
  {
    of: "a full each week, a diff on the other days, two fulls kept",
    where: "one full more is kept",
    retention: { full: "3" },
  },
  {
    of: "a full each week, a diff on the other days, two fulls kept",
    where: "one full less is kept",
    retention: { full: "1" },
  },
  {
    of: "a full each week, a diff on the other days, two fulls kept",
    where: "days are taken for fulls",
    retention: { "full-type": "time" },
  },
  {
    of: "a full each week, three incrs between, 14 days kept",
    where: "fulls are taken for days",
    retention: { "full-type": "count", full: "3" },
  },
  {
    of: "a full each week, three incrs between, 14 days kept",
    where: "no full older than the days is kept",
    retention: { full: "7" },
  },
  {
    of: "a full each month, a diff every other day, two fulls and three diffs kept",
    where: "fulls do not count as diffs",
    retention: { diff: "4" },
  },
  {
    of: "a full each month, a diff every other day, two fulls and three diffs kept",
    where: "one diff less is kept",
    retention: { diff: "2" },
  },
  {
    of: "a full each month, a diff every other day, two fulls and three diffs kept",
    where: "diffs stay as long as their fulls",
    retention: { diff: undefined },
  },
  {
    of: "a full each week, an incr every other day, four fulls kept and the WAL of two",
    where: "WAL stays as long as its backups",
    retention: { archive: undefined },
  },
  {
    of: "a full each week, an incr every other day, four fulls kept and the WAL of two",
    where: "WAL of one full is kept",
    retention: { archive: "1" },
  },
  {
    of: "diffs and incrs between fulls, WAL kept by diffs",
    where: "WAL is kept by fulls",
    retention: { "archive-type": "full" },
  },
  {
    of: "diffs and incrs between fulls, WAL kept by diffs",
    where: "WAL is kept by incrs",
    retention: { "archive-type": "incr" },
  },
  {
    of: "a full each week, three incrs between, WAL kept by incrs",
    where: "only fulls and diffs count",
    retention: { "archive-type": "diff" },
  },
  {
    of: "a full each week, an incr on Wednesdays, no retention",
    where: "there is a limit",
    retention: { full: "9" },
  },
  {
    of: "a full each week, a diff on Wednesdays, WAL kept by more fulls than there are",
    where: "WAL of so many fulls as there are is kept",
    retention: { archive: "2" },
  },
  {
    of: "a full every ten days, a diff every other day, 21 days and three diffs kept, WAL kept by diffs",
    where: "WAL stays as long as its fulls",
    retention: { "archive-type": undefined },
  },
  {
    of: "a full each week, an incr on Wednesdays, WAL kept by incrs without a number",
    where: "there is a number",
    retention: { archive: "4" },
  },
];

/** Options with another retention. */
export const changed = (global: Backups["global"], retention: WrongPlan["retention"]): Backups["global"] =>
  Object.fromEntries(
    Object.entries({
      ...global,
      ...Object.fromEntries(Object.entries(retention).map(([name, value]) => [`repo1-retention-${name}`, value])),
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
