import type { Path } from "../findings/finding.ts";

/** What every cluster must come up to, as the functionConfig says it. */
export interface Policy {
  /** How far back every moment must be restorable, at every moment: `14d`. */
  readonly window?: string;
  /** The most that may be lost, while WAL is archived: `1h`. */
  readonly rpo?: string;
  /** Whether every repository must be encrypted. */
  readonly encryption?: boolean;
  /** The least number of repositories that full backups go to. */
  readonly repos?: number;
}

/** A demand of a policy. */
export type Demand = keyof Policy;

/** In what a cluster falls short. */
export interface Shortfall {
  readonly demand: Demand;
  /** In the cluster's manifest. */
  readonly path: Path;
  /** Absent where it is certain; a warning where only a Secret that is not there could tell. */
  readonly severity?: "warning";
  readonly problem: string;
  readonly fix: string;
}

/** The backup section of a cluster's manifest. */
export const section: Path = ["spec", "backup", "pgbackrest"];
