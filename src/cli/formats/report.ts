import type { Finding, Place } from "../../finding.ts";
import { placeText } from "../../finding-text.ts";
import type { Located } from "../located.ts";

/** What a format writes: pure data in, text out. */
export interface Report {
  readonly located: readonly Located[];
  readonly clusters: number;
  /** True where the reader is a terminal. */
  readonly colour: boolean;
}

export type Format = (report: Report) => string;

/** A finding in one line: the problem, what to do, the other places of a collision. */
export const messageOf = ({ problem, fix, also = [] }: Finding): string =>
  [`${problem} ${fix}`, ...also.map((place) => `The other is ${placeText(place)}.`)].join(" ");

/** A place without its file, where the file is told beside it. */
export function withoutFile(place: Place): Place {
  const { file: _, ...object } = place.object;
  return { ...place, object };
}
