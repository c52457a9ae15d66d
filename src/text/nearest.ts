/**
 * The candidate that was probably meant: the one with the same words in another order, else the one with the fewest edits (letters added,
 * left out, changed, or swapped with the next). Case, `-`, `_` and `.` do not count as edits. Undefined where nothing is near: up to seven
 * letters may differ in one, and in one more for every four further letters, up to three.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  return nearestOf(text, candidates)[0];
}

/** The same, with all candidates that are equally near, in their order. */
export function nearestOf(text: string, candidates: readonly string[]): readonly string[] {
  const wanted = folded(text);
  const words = sortedWords(text);
  let fewest = Number.POSITIVE_INFINITY;
  let found: string[] = [];
  for (const candidate of candidates) {
    if (candidate === text) continue;
    const other = folded(candidate);
    const swapped = words.includes(" ") && words === sortedWords(candidate);
    const edits = wanted === other ? 0 : swapped ? 0.5 : editsBetween(wanted, other);
    if (edits > allowed(wanted, other) || edits > fewest) continue;
    if (edits < fewest) [fewest, found] = [edits, []];
    found.push(candidate);
  }
  return found;
}

/** True where the two differ at most in case and punctuation. */
export const isSpelledLike = (left: string, right: string): boolean => folded(left) === folded(right);

const allowed = (left: string, right: string) =>
  Math.max(1, Math.min(3, Math.floor(Math.min(left.length, right.length) / 4)));

const folded = (text: string) => text.toLowerCase().replace(/[-_.]/g, "");

/** The words of a name with hyphens, dots, underscores or humps, in the order of the alphabet. */
const sortedWords = (text: string) =>
  text
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[-_.]+/)
    .sort()
    .join(" ");

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
