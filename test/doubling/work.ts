/** What the program did for an input of one size, by place: how often each block of code ran, and what the built-in functions looked at. */
export type Work = Readonly<Record<string, number>>;

/** What the counting process is asked. */
export interface Question {
  readonly shape: string;
  readonly sizes: readonly number[];
}

/** What it answers: the work for each size. It says of which shape, for a test that has run out of time no longer waits for its own. */
export type Answer = { readonly shape: string } & ({ readonly works: readonly Work[] } | { readonly error: string });

/** What work may grow by when its input doubles: less than a square, more than `n log n`. */
export const mostGrowth = 2.6;

/** Places that run less often for each item are not looked at: what happens once in a while grows in steps. */
const leastForAnItem = 16;

/**
 * The places whose work grows faster, both times that the input doubles, in words; "everything" is their sum. A place of few steps may grow as
 * it likes until the largest input, for example while it fills what is remembered.
 */
export function tooMuch(works: readonly Work[], sizes: readonly number[]): readonly string[] {
  const [small = {}, middle = {}, large = {}] = works;
  const counts = (place: string) => [small[place] ?? 0, middle[place] ?? 0, large[place] ?? 0] as const;
  const total = (work: Work) => Object.values(work).reduce((sum, count) => sum + count, 0);
  const places = Object.keys(large).map((place) => [place, counts(place)] as const);
  return [...places, ["everything", [total(small), total(middle), total(large)]] as const]
    .filter(
      ([, [first, second, third]]) =>
        first > 0 &&
        third > leastForAnItem * (sizes[2] ?? 0) &&
        second > mostGrowth * first &&
        third > mostGrowth * second,
    )
    .sort(([, left], [, right]) => right[2] - left[2])
    .map(([place, numbers]) => `${place}: ${numbers.join(", ")}`);
}
