import type { BackupType } from "../../src/cpo/repository.ts";
import type { RepositoryPlan } from "../../src/recovery/plan-schema.ts";
import { type Extent, figuresOf, looksAt } from "./figures.ts";
import type { History, Observed } from "./simulation.ts";

/** A figure of a plan: null is without limit. */
interface Span {
  readonly least: number | null;
  readonly most: number | null;
}

/**
 * What is wrong with the figures of a plan, of what was seen after the steady runs and before the next ones, a sentence each. A figure has to
 * bound what was seen, and must not be further from it than one interval between runs; a number of backups has to be exactly what was seen, but
 * where seconds decide, one may be missing.
 */
export function wrongFigures(
  { dataLoss, kept, longestGapSeconds, restoreChain, walSeconds, window }: RepositoryPlan,
  history: History,
  steady: readonly Observed[],
  secondsDecide: boolean,
): readonly string[] {
  const seen = figuresOf(history, looksAt(steady));
  const first = history.observed[0]?.run.at ?? 0;
  const last = history.observed.at(-1)?.run.at ?? 0;
  const gap = longestGapSeconds ?? 0;
  const longestGap = Math.max(...steady.slice(1).map(({ run }, index) => run.at - (steady[index]?.run.at ?? 0)));
  const backups = (type: BackupType) =>
    wrongSpan(type, kept[type], seen[type], {
      slack: secondsDecide ? 1 : 0,
      all: [...history.types.values()].filter((each) => each === type).length,
    });
  const { backups: whole, pointInTime } = window;
  return [
    ...(["full", "diff", "incr"] as const).flatMap(backups),
    ...wrongSpan("WAL", walSeconds, seen.wal, { slack: gap, all: last - history.from }),
    ...wrongSpan("backups", spanOf(whole), seen.backups, { slack: gap, all: last - first }),
    ...wrongSpan("point in time", spanOf(pointInTime), seen.pointInTime, { slack: gap, all: last - first }),
    ...wrongMost("backups of a restore", restoreChain.backups, seen.chain, 0),
    ...wrongMost("WAL of a restore", restoreChain.walSeconds, seen.chainWal, gap),
    ...wrongMost("loss without archiving", dataLoss.withoutArchivingSeconds, longestGap, 0),
  ];
}

const spanOf = ({ guaranteedSeconds, bestSeconds }: RepositoryPlan["window"]["backups"]): Span => ({
  least: guaranteedSeconds,
  most: bestSeconds,
});

/** Without a limit, everything since the beginning has to be there. */
function wrongSpan(
  name: string,
  { least, most }: Span,
  seen: Extent,
  { slack, all }: { readonly slack: number; readonly all: number },
): readonly string[] {
  if (least === null || most === null)
    return seen.most === all ? [] : [`${name}: without limit, and ${seen.most} of ${all}`];
  const isBound = least <= seen.least && seen.most <= most;
  const isReached = seen.least <= least + slack && seen.most >= most - slack;
  return isBound && isReached ? [] : [`${name}: ${least} to ${most}, and ${seen.least} to ${seen.most} seen`];
}

const wrongMost = (name: string, most: number | null, seen: number, slack: number): readonly string[] =>
  most !== null && seen <= most && seen >= most - slack ? [] : [`${name}: ${most} at most, and ${seen} seen`];
