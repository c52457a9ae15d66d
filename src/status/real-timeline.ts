import { archiveCount, type Retention } from "../recovery/retention.ts";
import type { Timeline } from "../recovery/timeline.ts";
import type { InfoBackup, RepositoryInfo } from "./observed.ts";

/**
 * What is in a repository, as the model of plans has it: the backups of the database that runs now, each from its end on, for only from there a
 * moment can be restored (pgbackrest-expiry 18). The WAL of `info` may have gaps that it does not show (pgbackrest-expiry 14): from where it has
 * none, the retention says.
 */
export function realTimeline(
  { backups: all, wal }: RepositoryInfo,
  retention: Retention | undefined,
  now: number,
): Timeline {
  const kept = all
    .filter(({ isOfFormerDatabase }) => !isOfFormerDatabase)
    .sort((left, right) => left.stoppedAt - right.stoppedAt);
  const places = new Map(kept.map(({ label }, index) => [label, index]));
  const backups = kept.map(({ prior, stoppedAt, type }) => {
    const place = prior === undefined ? undefined : places.get(prior);
    return { type, at: stoppedAt, ...(place !== undefined && { prior: place }) };
  });
  const from = backups[0]?.at ?? now;
  const whole = retention === undefined ? undefined : kept.slice(firstWhole(kept, retention));
  // Without WAL, and where nothing says how long it is kept, a backup reaches its own end alone.
  const first = whole?.find(({ walStart }) => wal !== undefined && (walStart === undefined || walStart >= wal.first));
  return { from, to: now, backups, expiries: [{ at: from, walFrom: first?.stoppedAt ?? Number.POSITIVE_INFINITY }] };
}

/** From which backup on WAL is kept without a gap; all of it where there are fewer backups than are counted (pgbackrest-expiry 13 to 16). */
function firstWhole(backups: readonly InfoBackup[], retention: Retention): number {
  const count = retention.expires ? archiveCount(retention) : undefined;
  const types = { full: ["full"], diff: ["full", "diff"], incr: ["full", "diff", "incr"] }[retention.archiveType];
  const counted = backups.flatMap(({ type }, index) => (types.includes(type) ? [index] : []));
  return count === undefined ? 0 : (counted.at(-count) ?? 0);
}
