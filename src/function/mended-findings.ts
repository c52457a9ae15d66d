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
  const of = new Map(mended.map((each) => [each.object, readyFor(each)]));
  return findings.flatMap((finding) => {
    const { at } = finding;
    const ready = of.get(at.object);
    if (at.in !== "field" || ready === undefined) return [finding];
    const path = ready.written(at.path);
    return ready.leftOut.isRelated(path) ? [] : [{ ...finding, at: { ...at, path } }];
  });
}

/** What is asked of a mended cluster for each of its findings. */
function readyFor({ moves, leftOut }: Mended) {
  const paths = pathSet();
  for (const path of leftOut) paths.add(path);
  const places = moveBack();
  for (const move of moves) places.add(move);
  return { leftOut: paths, written: places.written };
}

/** Paths, and whether a path is one of them, below one of them, or above one. It takes as long as the path, however many there are. */
export interface PathSet {
  readonly add: (path: Path) => void;
  readonly isRelated: (path: Path) => boolean;
}

export function pathSet(): PathSet {
  const paths = new Set<string>();
  const above = new Set<string>();
  return {
    add(path) {
      const [own = "", ...outer] = upwards(path);
      paths.add(own);
      for (const each of outer) above.add(each);
    },
    isRelated: (path) => above.has(JSON.stringify(path)) || upwards(path).some((each) => paths.has(each)),
  };
}

/** Moves in their order, and the way back: the place in the manifest of what was read at another one. */
export interface MoveBack {
  readonly add: (move: Mended["moves"][number]) => void;
  readonly written: (path: Path) => Path;
}

export function moveBack(): MoveBack {
  const byTarget = new Map<string, Array<{ readonly from: Path; readonly to: Path; readonly order: number }>>();
  let count = 0;
  return {
    add({ from, to }) {
      const key = JSON.stringify(to);
      byTarget.set(key, [...(byTarget.get(key) ?? []), { from, to, order: count }]);
      count += 1;
    },
    written(path) {
      let now = path;
      // The last move first; of those before it, each applies to where the ones after it lead.
      for (let before = count; ; ) {
        const limit = before;
        const next = upwards(now)
          .flatMap((key) => byTarget.get(key) ?? [])
          .filter(({ order }) => order < limit)
          .sort((left, right) => right.order - left.order)[0];
        if (next === undefined) return now;
        now = [...next.from, ...now.slice(next.to.length)];
        before = next.order;
      }
    },
  };
}

/** The keys of a path and of all above it, in this order. */
const upwards = (path: Path): readonly string[] =>
  Array.from({ length: path.length + 1 }, (_, at) => JSON.stringify(path.slice(0, path.length - at)));

/** True for a path, and for all below it. */
export const isWithin = (path: Path, outer: Path): boolean => outer.every((key, index) => path[index] === key);
