/**
 * The candidate that was probably meant: the one with the fewest edits (letters added, left out, changed, or swapped with the next), if
 * these are at most a third of the letters. Case, `-`, `_` and `.` do not count as edits.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const wanted = folded(text);
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editsBetween(wanted, folded(candidate));
    const within = edits <= Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    if (within && candidate !== text && (best === undefined || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate;
}

const folded = (text: string) => text.toLowerCase().replace(/[-_.]/g, "");

/** Damerau-Levenshtein distance, with swaps of adjacent characters only. */
function editsBetween(left: string, right: string): number {
  let [beforeLast, last]: readonly [number[], number[]] = [[], Array.from({ length: right.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let edits = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(edits);
    }
    [beforeLast, last] = [last, current];
  }
  return last[right.length] ?? 0;
}
