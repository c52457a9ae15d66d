import type { Place } from "../../findings/finding.ts";
import { messageOf, type PlacedFinding, placeText } from "../../findings/finding-text.ts";
import { visible } from "../../text/visible.ts";
import type { FilePosition, Located } from "../located.ts";

/** What a format writes: pure data in, text out. */
export interface Report {
  readonly located: readonly Located[];
  readonly clusters: number;
  /** True where the reader is a terminal. */
  readonly color: boolean;
}

export type Format = (report: Report) => string;

/** Where a finding is: file and line, then the place in the resource; empty for what is about the whole input. */
export function whereText({ finding, file, line }: Located): string {
  const parts = [file === undefined ? "" : `${visible(file)}:${line}`, placeText(withoutFile(finding.at))];
  return parts.filter((part) => part !== "").join(": ");
}

/** A finding as a report for people places it. */
export const placed = (located: Located): PlacedFinding => ({
  finding: located.finding,
  place: shortWhereText(located),
  also: alsoTexts(located),
});

/** A finding in one line, without its place. */
export const messageText = (located: Located): string => messageOf(located.finding, alsoTexts(located));

/** The other places of a collision, each with where it is, if that is known. */
export const alsoPlaces = ({
  finding,
  also,
}: Located): ReadonlyArray<{ readonly place: Place; readonly position: Partial<FilePosition> }> =>
  (finding.also ?? []).map((place, index) => ({ place, position: also?.[index] ?? {} }));

/** File and line stand in the middle, as those of resources do in every text: `postgresql pg/demo (a.yaml:5) metadata.name`. */
const alsoTexts = (located: Located) =>
  alsoPlaces(located).map(({ place, position: { file, line } }) =>
    placeText(
      file === undefined ? place : { ...place, object: { ...place.object, file: { path: `${file}:${line}` } } },
    ),
  );
/** The same for people, who need not read twice which line of which file of the Secret it is. */
export function shortWhereText(located: Located): string {
  const { finding, file, line } = located;
  const { at } = finding;
  const isSame = at.in === "conf" && at.line === line && file?.split("/").at(-1) === at.file;
  return whereText(
    isSame ? { ...located, finding: { ...finding, at: { in: "field", object: at.object, path: [] } } } : located,
  );
}

/** A place without its file, for output that names the file separately. */
export function withoutFile(place: Place): Place {
  const { file: _, ...object } = place.object;
  return { ...place, object };
}
