import { type BackupType, backupTypes } from "../cpo/repository.ts";
import { remembered } from "../text/memo.ts";
import { epoch, type Horizon, horizonOf } from "./horizon.ts";
import { withoutLosers } from "./meeting-runs.ts";
import { type Doubt, emptyRepository } from "./repository-state.ts";
import type { RepositoryRules, Retention } from "./retention.ts";
import { longestGap, type MergedRuns, mergedRuns, readSchedules } from "./schedule-runs.ts";

/** The least and the most of something at any moment of the steady state; null: without limit. */
export interface Span {
  readonly least: number | null;
  readonly most: number | null;
}

/**
 * What a repository holds in the steady state, if every run of its schedules succeeds. Durations are seconds, counted between the moments at
 * which backups are scheduled to start. Null: without limit. What is kept is counted after each backup has let others expire.
 */
export interface Figures {
  /** The longest time between two runs of any type; null where there are no two. */
  readonly longestGapSeconds: number | null;
  readonly kept: Readonly<Record<BackupType, Span>>;
  readonly walSeconds: Span;
  /** Back to the oldest backup that can be restored as it is: `least` is there at every moment. */
  readonly backups: Span;
  /** Back to the oldest moment from which on every moment can be restored. */
  readonly pointInTime: Span;
  readonly chain: { readonly backups: number | null; readonly walSeconds: number | null };
}

/** The figures of a repository without any run. */
export const noFigures: Figures = {
  longestGapSeconds: null,
  kept: { full: { least: 0, most: 0 }, diff: { least: 0, most: 0 }, incr: { least: 0, most: 0 } },
  walSeconds: { least: 0, most: 0 },
  backups: { least: 0, most: 0 },
  pointInTime: { least: 0, most: 0 },
  chain: { backups: 0, walSeconds: 0 },
};

/** The figures of a repository. They are remembered, for a fleet repeats the same few; they do not depend on the time of the question. */
export function figuresOf(rules: RepositoryRules): Figures;
/** With a `loser`: the figures where each backup of this type fails that starts in the minute of another; undefined where all do. */
export function figuresOf(rules: RepositoryRules, loser: BackupType): Figures | undefined;
export function figuresOf(rules: RepositoryRules, loser?: BackupType): Figures | undefined {
  return loser === undefined
    ? rememberedFigures(JSON.stringify(rules))
    : rememberedWorst(JSON.stringify({ rules, loser }));
}

const rememberedFigures = remembered((text): Figures => computeFigures(JSON.parse(text)), { length: 1000 });

const rememberedWorst = remembered(
  (text): Figures | undefined => {
    const { loser, rules }: { readonly loser: BackupType; readonly rules: RepositoryRules } = JSON.parse(text);
    let hasOther = false;
    const figures = computeFigures(rules, (runs) => {
      const left = withoutLosers(runs, loser);
      hasOther = left.types.some((type, index) => type === loser && (left.at[index] ?? 0) >= epoch);
      return left;
    });
    return hasOther ? figures : undefined;
  },
  { length: 1000 },
);

function computeFigures(
  { schedules, retention }: RepositoryRules,
  succeed: (runs: MergedRuns) => MergedRuns = (runs) => runs,
): Figures {
  const read = readSchedules(schedules, epoch, epoch);
  if (read.length === 0) return noFigures;
  const horizon = horizonOf(read, retention);
  const runs = succeed(mergedRuns(read, epoch - horizon.warmUp, epoch + horizon.observed));
  const isByTime = retention.fullType === "time" && retention.full !== undefined && retention.expires;
  const doubts: readonly Doubt[] = isByTime ? ["early", "late"] : ["nominal"];
  const seen = doubts.map((doubt) => observe(runs, retention, doubt));
  const span = (pick: (observed: Observed) => Range): { readonly least: number; readonly most: number } => ({
    least: Math.min(...seen.map((each) => pick(each).least)),
    most: Math.max(...seen.map((each) => pick(each).most)),
  });
  const scheduled = new Set(read.map(({ type }) => type));
  const { fullsExpire } = horizon;
  const keeps = keptForever(scheduled, horizon);
  const wal = span(({ wal }) => wal);
  const pointInTime = span(({ pointInTime }) => pointInTime);
  // What has not gone in all this time stays for ever.
  const isWalUnlimited = seen.some(({ isWalKept }) => isWalKept);
  const isBridgedForever = isWalUnlimited && horizon.diffsExpire && !scheduled.has("full");
  return {
    longestGapSeconds: longestGap(runs.at) ?? null,
    kept: {
      full: keeps.has("full") ? unlimited : span(({ full }) => full),
      diff: keeps.has("diff") ? unlimited : span(({ diff }) => diff),
      incr: keeps.has("incr")
        ? unlimited
        : scheduled.has("full")
          ? span(({ incr }) => incr)
          : withFirst(
              span(({ incr }) => incr),
              runs,
              Math.max(...seen.map(({ chain }) => chain)) - 2,
            ),
    },
    walSeconds: isWalUnlimited ? unlimited : wal,
    backups: fullsExpire ? span(({ backups }) => backups) : unlimited,
    pointInTime: isWalUnlimited && !fullsExpire ? unlimited : pointInTime,
    chain: {
      backups: scheduled.has("incr") && scheduled.size === 1 ? null : Math.max(...seen.map(({ chain }) => chain)),
      walSeconds: isBridgedForever ? null : Math.max(longestGap(runs.at) ?? 0, ...seen.map(({ bridged }) => bridged)),
    },
  };
}

/**
 * Incremental backups that follow the first backup stay for ever where it does. How many there are depends on when it was taken: none, or as
 * many as ever follow a differential one.
 */
function withFirst({ least, most }: Range, { types }: MergedRuns, mostFollowers: number): Range {
  const next = types.findIndex((type, index) => index > 0 && type !== "incr");
  const followers = next < 0 ? 0 : next - 1;
  return { least: least - followers, most: most - followers + mostFollowers };
}

const unlimited: Span = { least: null, most: null };

/** The types of backups of which there are ever more. */
function keptForever(
  scheduled: ReadonlySet<BackupType>,
  { diffsExpire, fullsExpire }: Horizon,
): ReadonlySet<BackupType> {
  if (fullsExpire) return new Set();
  const kept = new Set<BackupType>();
  // Without a schedule for it, there is one full: the first backup.
  if (scheduled.has("full")) kept.add("full");
  if (scheduled.has("diff") && !diffsExpire) kept.add("diff");
  const areBound = diffsExpire && scheduled.has("diff") && !scheduled.has("full");
  if (scheduled.has("incr") && !areBound) kept.add("incr");
  return kept;
}

interface Range {
  least: number;
  most: number;
}

interface Observed {
  readonly full: Range;
  readonly diff: Range;
  readonly incr: Range;
  readonly wal: Range;
  readonly backups: Range;
  readonly pointInTime: Range;
  readonly chain: number;
  readonly bridged: number;
  /** True where no WAL went in all the time. */
  readonly isWalKept: boolean;
}

const range = (): Range => ({ least: Number.POSITIVE_INFINITY, most: 0 });

function widen(range: Range, value: number): void {
  if (value < range.least) range.least = value;
  if (value > range.most) range.most = value;
}

/**
 * Takes all backups, and looks at the repository where something expires, from the epoch on: before, there is the most, and afterwards the
 * least.
 */
function observe({ at, types }: MergedRuns, retention: Retention, doubt: Doubt): Observed {
  const seen = {
    ...{ full: range(), diff: range(), incr: range() },
    ...{ wal: range(), backups: range(), pointInTime: range() },
  };
  const look = (now: number, taking?: BackupType) => {
    const counts = repository.counts();
    // The backup that is being taken is counted when it has let others expire.
    for (const type of backupTypes) widen(seen[type], counts[type] - (type === taking ? 1 : 0));
    widen(seen.wal, now - repository.walFrom());
    widen(seen.backups, now - repository.oldestFull());
    widen(seen.pointInTime, now - repository.oldestWithWal());
  };
  const repository = emptyRepository(retention, doubt, (now, type) => {
    if (now >= epoch) look(now, type);
  });
  let chain = 0;
  let last = epoch;
  let walAtFirst: number | undefined;
  for (let index = 0; index < at.length; index += 1) {
    const now = at[index] ?? 0;
    const hasExpired = repository.take(types[index] ?? "full", now);
    if (now < epoch) continue;
    if (hasExpired || last === epoch) look(now);
    walAtFirst ??= repository.walFrom();
    chain = Math.max(chain, repository.chain());
    last = now;
  }
  look(last);
  return { ...seen, chain, bridged: repository.bridged(), isWalKept: repository.walFrom() === walAtFirst };
}
