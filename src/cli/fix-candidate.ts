import type { Splice } from "../fix/edit.ts";
import type { Located } from "./located.ts";

/** A finding with the edit that mends it. */
export interface Candidate {
  readonly located: Located;
  /** The real path of the file. */
  readonly path: string;
  readonly splice: Splice;
}
