import type { ObjectRef, Place } from "../../findings/finding.ts";
import { messageOf, type PlacedFinding, placeText } from "../../findings/finding-text.ts";
import { visible } from "../../text/visible.ts";
import type { FilePosition, Located } from "../located.ts";
import type { OtherFindingId } from "../other-findings.ts";
import type { ReportPaths } from "../report-paths.ts";

/** What a format writes: pure data in, text out. */
export interface Report {
  readonly located: readonly Located[];
  readonly clusters: number;
  /** What `--fix` mended, where it was asked to; it is not among `located`. */
  readonly fixed?: readonly Located[];
  /** True where it is about the files as they would be after fixes that nobody has made. */
  readonly isAfterFixes?: boolean;
  /** The clusters with a backup section that were judged. */
  readonly judged: readonly JudgedObject[];
  /** True where only what fails is of interest: a report for people then says nothing where all is well. */
  readonly isQuiet?: boolean;
  /** True where the reader is a terminal. */
  readonly color: boolean;
  readonly paths: ReportPaths;
}

/** An object that was judged. */
export interface JudgedObject {
  readonly object: ObjectRef;
  /** The kustomization that builds it, as the user named it; absent for files. */
  readonly folder?: string;
}

export type Format = (report: Report) => string;

/** Where a finding is: file, line and column, then the place in the resource; empty for what is about the whole input. */
export function whereText({ finding, file, line, column }: Located): string {
  const parts = [file === undefined ? "" : `${visible(file)}:${line}:${column}`, placeText(withoutFile(finding.at))];
  return parts.filter((part) => part !== "").join(": ");
}

/** True for what is said about the input as a whole: the text format says it in its last line, and `--quiet` leaves it there. */
export const isNote = ({ finding }: Located): boolean => notes.includes(finding.rule);

const notes: readonly string[] = ["no-cluster", "in-baseline"] satisfies readonly OtherFindingId[];

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

/** File, line and column stand in the middle, as the file of a resource does in every text: `postgresql pg/demo (a.yaml:5:3) metadata.name`. */
const alsoTexts = (located: Located) =>
  alsoPlaces(located).map(({ place, position: { file, line, column } }) =>
    placeText(
      file === undefined
        ? place
        : { ...place, object: { ...place.object, file: { path: `${file}:${line}:${column}` } } },
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
