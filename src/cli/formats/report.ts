import type { Place } from "../../findings/finding.ts";
import type { Located } from "../located.ts";

/** What a format writes: pure data in, text out. */
export interface Report {
  readonly located: readonly Located[];
  readonly clusters: number;
  /** True where the reader is a terminal. */
  readonly color: boolean;
}

export type Format = (report: Report) => string;

/** A place without its file, for output that names the file separately. */
export function withoutFile(place: Place): Place {
  const { file: _, ...object } = place.object;
  return { ...place, object };
}
