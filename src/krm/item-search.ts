import type { ListText } from "./list-text.ts";

/** Positions of the items whose text holds the word, in order. Searches the whole text once. */
export function itemsWith(list: ListText, word: string): readonly number[] {
  const found: number[] = [];
  let index = 0;
  for (let at = list.bytes.indexOf(word, 0, "latin1"); at >= 0; ) {
    index = itemAt(list, at, index);
    const { start, end } = list.item(index);
    // The rest of the list (results, functionConfig) may hold it, too; with sorted keys it stands before the items.
    if (start <= at && at < end) found.push(index);
    const next = at < start ? start : Math.max(end, at + word.length);
    at = list.bytes.indexOf(word, next, "latin1");
  }
  return found;
}

/** The position of the last item that begins at or before an offset, from a position on that is not behind it. */
function itemAt({ item, itemCount }: ListText, offset: number, from: number): number {
  let [low, high] = [from, itemCount - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (item(middle).start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
