/** Choices that follow from a seed: the same seed, the same choices, on every machine. */
export interface Random {
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** An integer from `least` to `most`, both included. */
  readonly integer: (least: number, most: number) => number;
  readonly one: <Item>(items: readonly [Item, ...Item[]]) => Item;
  readonly some: <Item>(items: readonly Item[], probability: number) => readonly Item[];
  readonly shuffled: <Item>(items: readonly Item[]) => readonly Item[];
}

/** A generator for each pair of numbers: what one cluster is like does not depend on those before it. */
export function randomOf(seed: number, index: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  // mulberry32, by Tommy Ettinger: one addition and two multiplications of 32 bits.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const chance = (probability: number) => next() < probability;
  return {
    chance,
    integer: (least, most) => least + Math.floor(next() * (most - least + 1)),
    one: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    some: (items, probability) => items.filter(() => chance(probability)),
    shuffled: (items) =>
      items
        .map((item) => ({ item, key: next() }))
        .sort((left, right) => left.key - right.key)
        .map(({ item }) => item),
  };
}
