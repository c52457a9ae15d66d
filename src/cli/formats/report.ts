import type { Place } from "../../findings/finding.ts";
import type { Located } from "../located.ts";

/** What a format writes: pure data in, text out. */
export interface Report {
  readonly located: readonly Located[];
  readonly clusters: number;
  /** True where the reader is a terminal. */
  readonly colour: boolean;
}

export type Format = (report: Report) => string;

/** A place without its file, where the file is told beside it. */
export function withoutFile(place: Place): Place {
  const { file: _, ...object } = place.object;
  return { ...place, object };
}
