import { type Copied, type Copies, copied } from "../../src/text/copied.ts";

/** What the compiler refuses to do with copied values. Nothing here is called: a line that compiles is an error of `tsc`. */
export function refused(text: Copied<string>, other: Copied<string>, byText: Readonly<Record<string, string>>) {
  // @ts-expect-error it cannot be cut
  text.slice(0, 12);
  // @ts-expect-error it cannot be measured
  text.length;
  // @ts-expect-error its case cannot be changed
  text.toUpperCase();
  // @ts-expect-error its characters cannot be looked at
  text[0];
  // @ts-expect-error it cannot be searched
  text.includes("-");
  // @ts-expect-error it has no order
  text < other;
  // @ts-expect-error it cannot be joined with other text
  `${text}-config`;
  // @ts-expect-error so does a sum
  text + other;
  // @ts-expect-error it is no key to look something up
  byText[text];
  // @ts-expect-error it is no pattern's text
  /^a/.test(text);
  // @ts-expect-error it is no string
  const cut: string = text;
  return cut;
}

/** The same for values with fields and items. */
export function refusedToo({
  names,
  labels,
  count,
}: Copies<{ readonly names: readonly string[]; readonly labels: Readonly<Record<string, string>>; count?: number }>) {
  // @ts-expect-error a list cannot be counted
  names.length;
  // @ts-expect-error nor gone through
  names.map((name) => name);
  // @ts-expect-error nor be put into another one without `itemsOf`
  const list = [...names];
  // @ts-expect-error a field cannot be read
  labels.team;
  // @ts-expect-error nor can fields be changed
  const more: Readonly<Record<string, string>> = labels;
  // @ts-expect-error a number cannot be counted with
  (count ?? 0) + 1;
  // @ts-expect-error a value is not one of another type
  const other: Copied<number> = copied<string>(() => "");
  return [list, more, other];
}
