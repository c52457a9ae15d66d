import type { Severity } from "../findings/finding.ts";

/** A verdict over the releases that may run: an error where all of them agree, a warning that names the others where some do. */
export interface ByRelease<Problem> {
  readonly problem: Problem;
  readonly severity: Severity;
  /** Names the releases, to go at the end of a sentence's subject; empty where all agree. */
  readonly releases: string;
}

/** Judges release by release. `undefined` where no release objects. */
export function byRelease<Problem>(
  releases: readonly string[],
  judge: (release: string) => Problem | undefined,
): ByRelease<Problem> | undefined {
  if (releases.every((release) => judge(release) === undefined)) return undefined;
  const problems = releases.map(judge);
  const problem = problems.findLast((found) => found !== undefined);
  if (problem === undefined) return undefined;
  if (!problems.includes(undefined)) return { problem, severity: "error", releases: "" };
  const judged = releases.map((release, at) => ({ release, found: problems[at] !== undefined }));
  return { problem, severity: "warning", releases: ` in pgBackRest ${spans(judged)}` };
}

/** Releases as spans: `2.45 to 2.52.1, 2.58.0`. */
function spans(judged: ReadonlyArray<{ readonly release: string; readonly found: boolean }>): string {
  const parts: Array<{ first: string; last: string }> = [];
  judged.forEach(({ release, found }, at) => {
    const open = parts.at(-1);
    if (!found) return;
    if (open !== undefined && judged[at - 1]?.found) open.last = release;
    else parts.push({ first: release, last: release });
  });
  return parts.map(({ first, last }) => (first === last ? first : `${first} to ${last}`)).join(", ");
}
