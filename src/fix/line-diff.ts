/** A line of one text or of both, with its place in each, from 0. */
export interface DiffLine {
  readonly is: "same" | "removed" | "added";
  readonly before: number;
  readonly after: number;
}

/**
 * The lines of two texts that differ in a few: what is the same, removed and added, in order. For each further difference it looks at every line
 * once more at most (Myers, "An O(ND) Difference Algorithm and Its Variations").
 */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const most = before.length + after.length;
  const trace: Array<ReadonlyMap<number, number>> = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(furthest);
    const next = new Map(furthest);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOf(furthest, diagonal, edits);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(trace, before.length, after.length);
    }
    furthest = next;
  }
  return [];
}

const reach = (furthest: ReadonlyMap<number, number>, diagonal: number) => furthest.get(diagonal) ?? -1;

const isDown = (furthest: ReadonlyMap<number, number>, diagonal: number, edits: number) =>
  diagonal === -edits || (diagonal !== edits && reach(furthest, diagonal - 1) < reach(furthest, diagonal + 1));

const startOf = (furthest: ReadonlyMap<number, number>, diagonal: number, edits: number) =>
  isDown(furthest, diagonal, edits) ? reach(furthest, diagonal + 1) : reach(furthest, diagonal - 1) + 1;

function walkBack(
  trace: ReadonlyArray<ReadonlyMap<number, number>>,
  before: number,
  after: number,
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [before, after];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const down = isDown(furthest, x - y, edits);
    const diagonal = down ? x - y + 1 : x - y - 1;
    const fromX = edits === 0 ? 0 : reach(furthest, diagonal);
    const fromY = edits === 0 ? 0 : fromX - diagonal;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      lines.push({ is: "same", before: x, after: y });
    }
    if (edits === 0) break;
    if (down) y -= 1;
    else x -= 1;
    lines.push({ is: down ? "added" : "removed", before: x, after: y });
  }
  return lines.reverse();
}
