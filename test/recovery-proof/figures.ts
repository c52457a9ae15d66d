import type { History, Observed } from "./simulation.ts";
import type { Contents } from "./state.ts";

/** The least and the most of a number, over a time. */
export interface Extent {
  readonly least: number;
  readonly most: number;
}

/** What was seen of a repository in a time: numbers of backups, and seconds. */
export interface Figures {
  readonly full: Extent;
  readonly diff: Extent;
  readonly incr: Extent;
  /** From the moment from which on WAL is there without a gap. */
  readonly wal: Extent;
  /** Since the oldest backup. */
  readonly backups: Extent;
  /** Since the oldest backup from which on WAL is there without a gap. */
  readonly pointInTime: Extent;
  /** The longest chain of backups. */
  readonly chain: number;
  /** The longest time from a backup to the moment before the next one that is there, if there is WAL all the way. */
  readonly chainWal: number;
}

/** What one look at a repository shows. */
export interface Look {
  readonly at: number;
  readonly contents: Contents;
}

/**
 * Runs after which nothing is left of the beginning: from the one on that removes the first backup; where none does, from the first full that
 * is scheduled.
 */
export function steadyRuns({ observed }: History): readonly Observed[] {
  const first = observed[0]?.after.backups[0]?.label;
  const without = observed.findIndex(({ after }) => after.backups[0]?.label !== first);
  return observed.slice(without < 0 ? observed.findIndex(({ run }) => run.type === "full") : without);
}

/** A look just after each run, and just before the next one. */
export const looksAt = (observed: readonly Observed[]): readonly Look[] =>
  observed.flatMap(({ run: { at }, before, after }, index) => [
    ...(index === 0 ? [] : [{ at, contents: before }]),
    { at, contents: after },
  ]);

/** The moment from which on WAL is there without a gap. */
export function walFrom({ begins, from }: History, { segments }: Contents): number {
  return begins.get(withoutGapFrom(segments)) ?? from;
}

/** The first of the segments after which none is missing. */
export function withoutGapFrom(segments: readonly number[]): number {
  let first = segments.at(-1) ?? 0;
  for (const segment of segments.toReversed()) if (segment === first - 1) first = segment;
  return first;
}

/** What was seen, in all looks together. */
export function figuresOf(history: History, looks: readonly Look[]): Figures {
  const seen = looks.map((look) => lookedAt(history, look));
  const extent = (of: (figures: (typeof seen)[number]) => number) => {
    const numbers = seen.map(of);
    return { least: Math.min(...numbers), most: Math.max(...numbers) };
  };
  return {
    full: extent(({ full }) => full),
    diff: extent(({ diff }) => diff),
    incr: extent(({ incr }) => incr),
    wal: extent(({ wal }) => wal),
    backups: extent(({ backups }) => backups),
    pointInTime: extent(({ pointInTime }) => pointInTime),
    chain: extent(({ chain }) => chain).most,
    chainWal: extent(({ chainWal }) => chainWal).most,
  };
}

function lookedAt(history: History, { at, contents }: Look) {
  const { backups, segments } = contents;
  const made = (label: string) => {
    const run = history.runs.get(label);
    if (run === undefined) throw new Error(`no run made ${label}`);
    return run;
  };
  const count = (type: string) => backups.filter((backup) => backup.type === type).length;
  const firstSegment = withoutGapFrom(segments);
  const played = backups.filter(({ start }) => start >= firstSegment).map(({ label }) => made(label));
  const ends = [...played.slice(1), at];
  const [oldest] = backups;
  const chainOf = (label: string | null): number => {
    const backup = backups.find((other) => other.label === label);
    return backup === undefined ? 0 : 1 + chainOf(backup.prior);
  };
  return {
    full: count("full"),
    diff: count("diff"),
    incr: count("incr"),
    wal: at - walFrom(history, contents),
    backups: oldest === undefined ? 0 : at - made(oldest.label),
    pointInTime: played[0] === undefined ? 0 : at - played[0],
    chain: Math.max(0, ...backups.map(({ label }) => chainOf(label))),
    chainWal: Math.max(0, ...played.map((moment, index) => (ends[index] ?? at) - moment)),
  };
}
