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
  for (const { candidate, other, otherWords } of preparedOf(candidates)) {
    if (candidate === text) continue;
    const swapped = words.includes(" ") && words === otherWords;
    const most = Math.min(allowed(wanted, other), fewest);
    const edits = wanted === other ? 0 : swapped ? 0.5 : editsWithin(most, wanted, other);
    if (edits > most) continue;
    if (edits < fewest) [fewest, found] = [edits, []];
    found.push(candidate);
  }
  return found;
}

interface Prepared {
  readonly candidate: string;
  readonly other: string;
  readonly otherWords: string;
}

/** By list: the names of options are one that many texts are compared with. */
const prepared = new WeakMap<readonly string[], readonly Prepared[]>();

function preparedOf(candidates: readonly string[]): readonly Prepared[] {
  const known = prepared.get(candidates);
  // A list that has grown since is another one.
  if (known?.length === candidates.length) return known;
  const made = candidates.map((candidate) => ({
    candidate,
    other: folded(candidate),
    otherWords: sortedWords(candidate),
  }));
  prepared.set(candidates, made);
  return made;
}

/** Of more candidates than these, only those are looked at that differ in one edit: else every text would be compared with every candidate. */
const manyCandidates = 100;

/** What a finder looks for in long texts costs their length squared, and no name that Kubernetes accepts is longer. */
const longestName = 300;

/**
 * `nearest` among candidates that many texts are compared with, in time that does not grow with their number. Of more than 100 candidates, it
 * finds those with the same words and those with at most one letter added, left out, changed, or swapped with the next.
 */
export function nearestAmong(candidates: readonly string[]): (text: string) => string | undefined {
  if (candidates.length <= manyCandidates) return (text) => nearest(text, candidates);
  const whole = new Map<string, Ranked>();
  const ordered = new Map<string, Ranked>();
  const holed = new Map<string, Ranked>();
  const shorter = new Map<string, Ranked>();
  candidates.forEach((candidate, rank) => {
    const other = folded(candidate);
    if (other.length > longestName) return;
    const put = (index: Map<string, Ranked>, key: string) => {
      const known = index.get(key);
      if (known === undefined) index.set(key, { candidate, rank });
      // A text is not its own neighbor; the next one is enough.
      else if (known.next === undefined && known.candidate !== candidate) known.next = { candidate, rank };
    };
    put(whole, other);
    put(ordered, sortedWords(candidate));
    for (let at = 0; at < other.length; at += 1) {
      put(holed, holeAt(other, at));
      put(shorter, withoutLetter(other, at));
    }
  });
  return (text) => {
    const wanted = folded(text);
    if (wanted.length > longestName) return undefined;
    const words = sortedWords(text);
    const found = (index: ReadonlyMap<string, Ranked>, keys: readonly string[]) => {
      const all = keys.flatMap((key) => {
        const first = index.get(key);
        const other = first?.candidate === text ? first.next : first;
        return other === undefined ? [] : [other];
      });
      return all.sort((left, right) => left.rank - right.rank);
    };
    const same = found(whole, [wanted])[0] ?? (words.includes(" ") ? found(ordered, [words])[0] : undefined);
    if (same !== undefined) return same.candidate;
    const places = Array.from(wanted, (_, at) => at);
    const edited = [
      ...found(
        holed,
        places.map((at) => holeAt(wanted, at)),
      ),
      ...found(shorter, [wanted]),
      ...found(
        whole,
        places.map((at) => withoutLetter(wanted, at)),
      ),
      ...found(
        whole,
        places.map((at) => withSwap(wanted, at)),
      ),
    ];
    return edited.sort((left, right) => left.rank - right.rank)[0]?.candidate;
  };
}

/** A candidate with its place among them, and the next one under the same key. */
interface Ranked {
  readonly candidate: string;
  readonly rank: number;
  next?: { readonly candidate: string; readonly rank: number };
}

const holeAt = (text: string, at: number) => `${text.slice(0, at)}\0${text.slice(at + 1)}`;
const withoutLetter = (text: string, at: number) => text.slice(0, at) + text.slice(at + 1);
const withSwap = (text: string, at: number) =>
  text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);

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

/** Damerau-Levenshtein distance, with swaps of adjacent characters only; infinite where it is seen early to be more than `most`. */
function editsWithin(most: number, one: string, other: string): number {
  if (Math.abs(one.length - other.length) > most) return Number.POSITIVE_INFINITY;
  const [left, right] = withoutCommonEnds(one, other);
  let [beforeLast, last]: readonly [number[], number[]] = [[], Array.from({ length: right.length + 1 }, (_, at) => at)];
  let fewestBefore = 0;
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    let fewest = row;
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
      fewest = Math.min(fewest, edits);
    }
    // A swap adds one to what was before the last letter.
    if (fewest > most && fewestBefore >= most) return Number.POSITIVE_INFINITY;
    [beforeLast, last, fewestBefore] = [last, current, fewest];
  }
  return last[right.length] ?? 0;
}

/** Both without the letters that they begin and end with alike, which are no edits. */
function withoutCommonEnds(left: string, right: string): readonly [string, string] {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  return [left.slice(start, left.length - end), right.slice(start, right.length - end)];
}
