import { differences, disagreements } from "./comparisons.ts";
import { planned, timelineOf } from "./planned.ts";
import { beginning, type Proven } from "./proven.ts";
import type { Backups } from "./rendered.ts";
import { wrongFigures } from "./wrong-figures.ts";

/** Where the plan of a manifest is not what pgBackRest did, a sentence each. */
export interface Faults {
  readonly figures: readonly string[];
  /** Of backups and WAL that are there after each run. */
  readonly kept: readonly string[];
  /** Of moments that can be restored. */
  readonly moments: readonly string[];
}

/** Compares the plan of a manifest with what pgBackRest did, from the first of the steady runs on. `secondsDecide`: see `Case.equalAge`. */
export async function faultsOf(backups: Backups, { history, steady }: Proven, secondsDecide: boolean): Promise<Faults> {
  const [first, last] = [steady[0]?.run.at ?? 0, steady.at(-1)?.run.at ?? 0];
  // Backups of before, too, where the first ones are gone; where they never go, a plan, which knows of no beginning, has many more of them.
  const isFirstThere = steady[0]?.after.backups[0]?.label === history.observed[0]?.after.backups[0]?.label;
  const since = isFirstThere ? first : 0;
  const plan = await planned(backups, beginning);
  const timeline = timelineOf(plan, first, last);
  return {
    figures: wrongFigures(plan, history, steady, secondsDecide),
    kept: differences(history, timeline, steady, since),
    moments: disagreements(history, timeline, steady, Math.max(since, first)),
  };
}
