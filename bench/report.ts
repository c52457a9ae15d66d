import type { Figures } from "./goals.ts";

/** What a run measured, and where, as `--report` writes it. */
export interface Report {
  readonly machine: string;
  /** The load of the last 1, 5 and 15 minutes. */
  readonly load: { readonly start: string; readonly end: string };
  /** Runs of each program. */
  readonly rounds: number;
  /** Items of the varied fleets. */
  readonly size: number;
  readonly figures: Figures;
}
