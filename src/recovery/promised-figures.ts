import { type BackupType, backupTypes } from "../cpo/repository.ts";
import type { RetentionDoubt } from "./effective-options.ts";
import { type Figures, figuresOf, type Span } from "./figures.ts";
import { meetingsOf } from "./meeting-runs.ts";
import type { RepositoryRules } from "./retention.ts";

/** A repository, as far as its figures depend on it. */
export interface Promising {
  readonly rules: RepositoryRules;
  /** Why it is not known how long backups are kept; absent where it is. */
  readonly retentionDoubt?: RetentionDoubt;
  /** The schedules that a later step fills in: with one of them, nothing is certain, and there is no limit to what may be. */
  readonly unknownSchedules?: readonly unknown[];
}

/**
 * The figures that a plan may promise. They are those of the steady state, but the least of each, which is guaranteed, also holds where
 * backups that start in the same minute take the lock from each other in the worst order, and for any retention and any schedule where that
 * is not known.
 */
export function promisedFigures({ retentionDoubt, rules, unknownSchedules = [] }: Promising): Figures {
  if (unknownSchedules.length > 0) return unknownFigures;
  const figures = certainFigures(rules);
  return retentionDoubt === undefined ? figures : { ...withLeast(figures, 0), kept: keptAtLeast(figures, { full: 1 }) };
}

const unknown: Span = { least: 0, most: null };

const unknownFigures: Figures = {
  longestGapSeconds: null,
  kept: { full: unknown, diff: unknown, incr: unknown },
  ...{ walSeconds: unknown, backups: unknown, pointInTime: unknown },
  chain: { backups: null, walSeconds: null },
};

function certainFigures(rules: RepositoryRules): Figures {
  const usual = figuresOf(rules);
  const losers = new Set(meetingsOf(rules.schedules).flatMap(({ first, second }) => [first, second]));
  let promised = usual;
  for (const loser of losers) {
    const figures = figuresOf(rules, loser);
    promised =
      figures === undefined
        ? withoutType(promised, { ...rules, schedules: rules.schedules.filter(({ type }) => type !== loser) }, loser)
        : worse(promised, figures);
  }
  return promised;
}

/** The figures where no backup of a type is certain. Without a full one, nothing is. */
function withoutType(figures: Figures, others: RepositoryRules, loser: BackupType): Figures {
  const rest = worse(figures, figuresOf(others));
  const kept = { ...rest.kept, [loser]: { ...rest.kept[loser], least: 0 } };
  return loser === "full" ? { ...withLeast(rest, 0), kept: keptAtLeast(rest, {}) } : { ...rest, kept };
}

const least = ({ most }: Span, value: number): Span => ({ least: most === 0 ? 0 : value, most });

const withLeast = (figures: Figures, value: number): Figures => ({
  ...figures,
  walSeconds: least(figures.walSeconds, value),
  backups: least(figures.backups, value),
  pointInTime: least(figures.pointInTime, value),
});

const keptAtLeast = (
  { kept }: Figures,
  { full = 0, diff = 0, incr = 0 }: Partial<Readonly<Record<BackupType, number>>>,
): Figures["kept"] => ({ full: least(kept.full, full), diff: least(kept.diff, diff), incr: least(kept.incr, incr) });

/** The least of both figures, the most of the first ones; of what a restore reads, the most. */
function worse(figures: Figures, other: Figures): Figures {
  const span = (one: Span, two: Span): Span => ({ least: smaller(one.least, two.least), most: one.most });
  const kept = { ...figures.kept };
  for (const type of backupTypes) kept[type] = span(figures.kept[type], other.kept[type]);
  return {
    longestGapSeconds: figures.longestGapSeconds,
    kept,
    walSeconds: span(figures.walSeconds, other.walSeconds),
    backups: span(figures.backups, other.backups),
    pointInTime: span(figures.pointInTime, other.pointInTime),
    chain: {
      backups: larger(figures.chain.backups, other.chain.backups),
      walSeconds: larger(figures.chain.walSeconds, other.chain.walSeconds),
    },
  };
}

/** Null is without limit. */
const smaller = (one: number | null, two: number | null) =>
  one === null ? two : two === null ? one : Math.min(one, two);
const larger = (one: number | null, two: number | null) => (one === null || two === null ? null : Math.max(one, two));
