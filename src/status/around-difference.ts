import { visible } from "../text/visible.ts";

/** Longer texts are cut. */
const longest = 100;
/** So much is shown of what is the same before a difference. */
const before = 24;

type Text = string | undefined;

/** Two texts as they are shown side by side. Long ones are cut so that the first difference can be seen. */
export function aroundDifference(one: Text, two: Text): readonly [one: Text, two: Text] {
  const isLong = (text: Text) => text !== undefined && text.length > longest;
  if (!isLong(one) && !isLong(two)) return [one && visible(one), two && visible(two)];
  const common = one === undefined || two === undefined ? 0 : commonLength(one, two);
  // What fits from its beginning on is shown from there.
  const start = common < longest - before ? 0 : common - before;
  return [one && cut(one, start), two && cut(two, start)];
}

function cut(text: string, start: number): string {
  const head = start === 0 ? "" : "...";
  const room = longest - head.length;
  const rest = text.slice(start);
  return visible(rest.length <= room ? `${head}${rest}` : `${head}${rest.slice(0, room - 3)}...`);
}

function commonLength(one: string, two: string): number {
  let length = 0;
  while (length < one.length && one[length] === two[length]) length += 1;
  return length;
}
