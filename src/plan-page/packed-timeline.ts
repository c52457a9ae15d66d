import type { Timeline, TimelineBackup } from "../recovery/timeline.ts";

/*
 * A timeline as numbers that repeat where its schedules repeat, so that they compress to almost nothing: distances in place of moments,
 * and a place in the list in place of the moment of another backup.
 */
export interface PackedTimeline {
  readonly from: number;
  readonly to: number;
  /** A letter for each backup: f, d or i. */
  readonly types: string;
  /** Seconds since the backup before it; for the first, since 1970. */
  readonly at: readonly number[];
  /** How many places before it the backup stands that it builds on; 0 for a full one. */
  readonly prior: readonly number[];
  /**
   * With which backup it expires. Null: with none. Even: half of it is how many places that one stands behind the one that the backup before
   * expires with. Odd: it is none of the list; the seconds until then, times two, plus 1.
   */
  readonly expires: readonly (number | null)[];
  /** For each expiry: seconds since the one before, and how long before it WAL begins. */
  readonly expiries: readonly number[];
}

const letters = { full: "f", diff: "d", incr: "i" } as const;
const types = { f: "full", d: "diff", i: "incr" } as const;

/** Packs a timeline; `unpackTimeline` gives back an equal one. */
export function packTimeline({ from, to, backups, expiries }: Timeline): PackedTimeline {
  const placeOf = new Map(backups.map(({ at }, index) => [at, index]));
  let last = 0;
  const expires = ({ at, expires }: TimelineBackup) => {
    if (expires === undefined) return null;
    const place = placeOf.get(expires);
    if (place === undefined) return 2 * (expires - at) + 1;
    const distance = place - last;
    last = place;
    return 2 * distance;
  };
  return {
    from,
    to,
    types: backups.map(({ type }) => letters[type]).join(""),
    at: backups.map(({ at }, index) => at - (backups[index - 1]?.at ?? 0)),
    prior: backups.map(({ prior }, index) => (prior === undefined ? 0 : index - prior)),
    expires: backups.map(expires),
    expiries: expiries.flatMap(({ at, walFrom }, index) => [at - (expiries[index - 1]?.at ?? 0), at - walFrom]),
  };
}

/** The timeline that was packed. */
export function unpackTimeline(packed: PackedTimeline): Timeline {
  const moments = sums(packed.at);
  const expiryMoments = sums(packed.expiries.filter((_, index) => index % 2 === 0));
  let last = 0;
  const expiry = (code: number | null, at: number) => {
    if (code === null || code % 2 !== 0) return code === null ? undefined : at + (code - 1) / 2;
    last += code / 2;
    return moments[last];
  };
  const backups = moments.map((at, index): TimelineBackup => {
    const letter = packed.types[index];
    const prior = packed.prior[index] ?? 0;
    const expires = expiry(packed.expires[index] ?? null, at);
    return {
      type: letter === "d" || letter === "i" ? types[letter] : "full",
      at,
      ...(prior !== 0 && { prior: index - prior }),
      ...(expires !== undefined && { expires }),
    };
  });
  const expiries = expiryMoments.map((at, index) => ({ at, walFrom: at - (packed.expiries[2 * index + 1] ?? 0) }));
  return { from: packed.from, to: packed.to, backups, expiries };
}

function sums(distances: readonly number[]): readonly number[] {
  let sum = 0;
  return distances.map((distance) => {
    sum += distance;
    return sum;
  });
}
