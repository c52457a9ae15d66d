import { expect } from "chai";
import type { ExpectedRepository } from "../../src/status/expected.ts";
import type { WindowNow } from "../../src/status/window-now.ts";
import { promiseKept } from "../../src/status/window-short.ts";
import { dateTime } from "../../src/status/words.ts";
import { now, usual } from "./faults.ts";
import { day, sourceOf } from "./world.ts";

/* A full backup each Sunday, and the manifests ask for four: the window is short after three of them only. */

const sunday = now - 3 * day - 7.5 * 3600;
const weeksAgo = (weeks: number) => sunday - weeks * 7 * day;

const [made] = sourceOf(usual).expected.repositories;
const promised = { ...made?.promised, pointInTime: { least: 21 * day, most: 28 * day } };

function keptIs(
  fulls: readonly number[],
  {
    whole = fulls[0],
    full = 4,
    fullType = "count",
    isSuspended = false,
  }: { whole?: number | undefined; full?: number; fullType?: "count" | "time"; isSuspended?: boolean } = {},
) {
  if (made === undefined) throw new Error("The world has no repository.");
  const repository: ExpectedRepository = {
    ...made,
    promised: { ...made.promised, ...promised },
    jobs: made.jobs.map((job) => ({ ...job, isSuspended })),
    retention: { expires: true, full, fullType, archiveType: "full" },
  };
  const window: WindowNow = {
    fulls: fulls.map((startedAt) => ({ startedAt })),
    oldestPointInTime: whole,
    shown: {
      ...{ newest: dateTime(now), oldestBackup: dateTime(fulls[0] ?? 0), repositoryBytes: 1 },
      ...(whole !== undefined && { oldestPointInTime: dateTime(whole) }),
      backups: { full: fulls.length, diff: 0, incr: 0 },
    },
  };
  const { problems, promised: shown } = promiseKept(repository, window, now - 200 * day, now);
  return { ids: problems.map(({ id }) => id), filling: shown.filling ?? false, kept: shown.kept };
}

const filling = { ids: [], filling: true, kept: undefined };
const short = { ids: ["window-short"], filling: false, kept: false };

describe("a window that is shorter than promised", () => {
  const two = [weeksAgo(1), weeksAgo(0)];
  const cases: Readonly<Record<string, readonly [ReturnType<typeof keptIs>, object]>> = {
    "is filling after the retention was raised, while all backups since are there": [keptIs(two), filling],
    "is filling with one more that was taken by hand": [keptIs([weeksAgo(1), weeksAgo(0), now - day]), filling],
    "is filling with a retention in days": [keptIs(two, { fullType: "time", full: 21 }), filling],
    "is short where as many are there as are kept": [keptIs(two, { full: 2 }), short],
    "is short where one that was due is missing": [keptIs([weeksAgo(2), weeksAgo(0)]), short],
    "is short where WAL of the oldest is missing": [keptIs(two, { whole: weeksAgo(0) }), short],
    "is short where nothing can be restored": [keptIs([], {}), short],
    "is short where no schedule brings more": [keptIs(two, { isSuspended: true }), short],
    "is kept where it is long enough": [
      keptIs([weeksAgo(3), weeksAgo(2), weeksAgo(1), weeksAgo(0)]),
      { ids: [], filling: false, kept: true },
    ],
  };
  for (const [what, [found, wanted]] of Object.entries(cases)) it(what, () => expect(found).to.deep.equal(wanted));
});
