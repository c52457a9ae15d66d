import type { Place } from "../../findings/finding.ts";
import { placeText } from "../../findings/finding-text.ts";
import { visible } from "../../text/visible.ts";
import type { Located } from "../located.ts";

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

/** JSON as a log may show it: marks that a reader of lines would obey are escapes, which mean the same. */
export const jsonText = (value: object): string =>
  `${JSON.stringify(value, null, 2).split("\n").map(visible).join("\n")}\n`;
