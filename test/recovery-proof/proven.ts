import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "../e2e/scratch.ts";
import { clockIn } from "./clock.ts";
import { makeDatabase } from "./database.ts";
import { figuresOf, looksAt, steadyRuns, withoutGapFrom } from "./figures.ts";
import { must, owner } from "./processes.ts";
import { type Restored, restore } from "./restores.ts";
import type { Case } from "./schedules.ts";
import { type History, type Observed, simulate } from "./simulation.ts";

/** What pgBackRest has done with the schedules and the retention of a case. */
export interface Proven {
  readonly history: History;
  /** The runs after which nothing is left of the beginning. */
  readonly steady: readonly Observed[];
  readonly restores: Restores;
}

/** What was restored after the last run. */
export interface Restores {
  /** The minute of the oldest backup with all WAL since then. */
  readonly from: number;
  /** To the last second before something else was written. */
  readonly oldest: Restored;
  /** To a second before its minute. */
  readonly before: Restored;
  /** The oldest backup, as it is. */
  readonly oldestBackup: Restored;
}

/** All simulations begin here, so that each run of these tests is the same; months of all lengths follow. */
export const beginning = Date.UTC(2034, 10, 1) / 1000;

/** By how many seconds a pod starts later than the one before: much more than what a backup takes now longer, now shorter. */
const drifts = { older: 20, "not-older": -20 };

/** More at once do not help: most of the time each waits for the clock. */
const atOnce = 6;

/** Simulates cases, some at once. Gives the results by name; each comes when it is there. `remove` removes all files. */
export function prove(cases: readonly Case[], library: string) {
  const work = mkdtempSync(join(scratch, "recovery-proof-"));
  chmodSync(work, 0o755);
  const folder = (name: string) => {
    const path = join(work, name);
    mkdirSync(path);
    if (owner !== undefined) chownSync(path, owner.user, owner.group);
    return path;
  };
  const template = folder("template");
  const made = makeDatabase(template, clockIn(template, library));
  const inTurn = turns(atOnce);
  const results = cases.map((each, index) => {
    const result = inTurn(async () => {
      await made;
      const place = folder(`${index}`);
      await must("cp", ["--archive", `${template}/data`, place]);
      try {
        return await proven(each, place, library);
      } finally {
        rmSync(place, { recursive: true });
      }
    });
    // Until its test asks for it.
    result.catch(() => undefined);
    return [each.name, result] as const;
  });
  return { results: new Map(results), remove: () => rmSync(work, { recursive: true, force: true }) };
}

/** Starts work when there is room for it. */
function turns(room: number) {
  const waiting: Array<() => void> = [];
  let free = room;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

async function proven(each: Case, folder: string, library: string): Promise<Proven> {
  const setting = {
    folder,
    library,
    backups: each,
    from: beginning,
    drift: each.equalAge === undefined ? 0 : drifts[each.equalAge],
  };
  const history = await simulate(setting, (so) => isOver(so, each.days));
  const { backups, segments } = history.observed.at(-1)?.after ?? { backups: [], segments: [] };
  const oldest = backups.find(({ start }) => start >= withoutGapFrom(segments));
  const madeAt = history.runs.get(oldest?.label ?? "") ?? 0;
  const later = Math.min(...[...history.runs.values(), ...history.begins.values()].filter((moment) => moment > madeAt));
  return {
    history,
    steady: steadyRuns(history),
    restores: {
      from: madeAt,
      oldest: await restore(folder, library, { to: later - 1 }),
      before: await restore(folder, library, { to: madeAt - 1 }),
      oldestBackup: await restore(folder, library, { set: backups[0]?.label ?? "" }),
    },
  };
}

/** True after all days, as soon as the window for a point in time is as short as it ever was: then restores show how far back it reaches. */
function isOver(history: History, days: number): boolean {
  const last = history.observed.at(-1);
  if (last === undefined || last.run.at < beginning + days * 86_400) return false;
  const steady = steadyRuns(history);
  const now = figuresOf(history, [{ at: last.run.at, contents: last.after }]);
  return (
    now.pointInTime.most <= figuresOf(history, looksAt(steady)).pointInTime.least ||
    now.backups.most === last.run.at - firstRun(history)
  );
}

const firstRun = ({ observed }: History) => observed[0]?.run.at ?? 0;
