import type { ClusterPlan, RepositoryPlan } from "../recovery/plan-schema.ts";

/** A cluster as one row: the best of its repositories, since a restore takes the one that serves it best. */
export interface ClusterSummary {
  readonly storages: readonly string[];
  readonly encryptions: readonly string[];
  /** The longest guaranteed window for point in time and, of the same repository, the best one; null: unlimited. Absent without a backup. */
  readonly window?: { readonly guaranteedSeconds: number | null; readonly bestSeconds: number | null };
  /** False where that repository's window is not known. */
  readonly isWindowKnown: boolean;
  /** The least that any repository lets be lost while WAL is archived; null: until a WAL segment is full. Absent without a backup. */
  readonly dataLoss?: RepositoryPlan["dataLoss"];
  /** False where a later step fills in a schedule of all that are backed up, so that it is not known whether anything is. */
  readonly isLossKnown: boolean;
}

/** The row of a cluster. */
export function summaryOf({ repositories }: ClusterPlan): ClusterSummary {
  const backedUp = repositories.filter(({ kept }) => kept.full.most !== 0);
  const best = backedUp.toSorted(
    ({ window: left }, { window: right }) =>
      orWithoutEnd(right.pointInTime.guaranteedSeconds) - orWithoutEnd(left.pointInTime.guaranteedSeconds),
  )[0];
  const known = backedUp.filter(({ schedulesKnown = true }) => schedulesKnown);
  const least = (known.length > 0 ? known : backedUp)
    .map(({ dataLoss }) => dataLoss)
    .toSorted(
      (left, right) =>
        Number(right.archives) - Number(left.archives) ||
        compared(left.archivingSeconds, right.archivingSeconds) ||
        compared(left.withoutArchivingSeconds, right.withoutArchivingSeconds),
    )[0];
  return {
    storages: distinct(repositories.map(({ storage }) => storage)),
    encryptions: distinct(repositories.map(({ encryption }) => encryption)),
    ...(best !== undefined && { window: best.window.pointInTime }),
    isWindowKnown: best === undefined || (best.retention.known && best.schedulesKnown !== false),
    isLossKnown: known.length > 0 || backedUp.length === 0,
    ...(least !== undefined && { dataLoss: least }),
  };
}

/** A number that can be null, where null is more than every other. */
export const orWithoutEnd = (seconds: number | null): number => seconds ?? Number.MAX_SAFE_INTEGER;

const compared = (left: number | null, right: number | null) => orWithoutEnd(left) - orWithoutEnd(right);
const distinct = (texts: readonly string[]) => [...new Set(texts)].sort();
