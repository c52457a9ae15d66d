import type { Finding, ObjectRef, Path } from "../findings/finding.ts";

/** What was put in another place, or left out, so that a cluster with mistakes could be read. */
export interface Mended {
  readonly object: ObjectRef;
  readonly moves: ReadonlyArray<{ readonly from: Path; readonly to: Path }>;
  readonly leftOut: readonly Path[];
}

/**
 * What was found in clusters that had to be mended before they could be checked: at the places where the manifest has it, and without what
 * follows from the mistakes, which are reported themselves.
 */
export function asWritten(findings: readonly Finding[], mended: readonly Mended[]): readonly Finding[] {
  if (mended.length === 0) return findings;
  const of = new Map<ObjectRef, Mended>(mended.map((each) => [each.object, each]));
  return findings.flatMap((finding) => {
    const { at } = finding;
    const { moves = [], leftOut = [] } = of.get(at.object) ?? {};
    if (at.in !== "field") return [finding];
    const path = writtenPath(at.path, moves);
    if (leftOut.some((other) => isWithin(other, path) || isWithin(path, other))) return [];
    return [{ ...finding, at: { ...at, path } }];
  });
}

/** The place in the manifest of what was read at another one. */
export const writtenPath = (path: Path, moves: Mended["moves"]): Path =>
  moves.reduceRight((now, { from, to }) => (isWithin(now, to) ? [...from, ...now.slice(to.length)] : now), path);

/** True for a path, and for all below it. */
export const isWithin = (path: Path, outer: Path): boolean => outer.every((key, index) => path[index] === key);
