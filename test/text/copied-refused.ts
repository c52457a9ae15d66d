import { type Copied, concatenated, joined } from "../../src/text/copied.ts";

/** What the compiler refuses to do with copied text. Nothing here is called: a line that compiles is an error of `tsc`. */
export function refused(text: Copied, other: Copied, byText: Readonly<Record<string, string>>) {
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
  // @ts-expect-error lengths cannot be compared
  text.length > other.length;
  // @ts-expect-error an ordinary template makes a string of it
  `${text}-config`;
  // @ts-expect-error so does a sum
  text + other;
  // @ts-expect-error it is no key to look something up
  byText[text];
  // @ts-expect-error it is no pattern's text
  /^a/.test(text);
  // @ts-expect-error it is no string
  const cut: string = text;
  // @ts-expect-error nor is what is made of it
  const name: string = joined`${text}-config`;
  // @ts-expect-error nor in a list
  const list: string = concatenated([text, "a"]);
  return [cut, name, list];
}

/** The same where the kind of text is left open, as in `src/cpo`. */
export function refusedToo<Text extends Copied>(text: Text) {
  // @ts-expect-error it cannot be cut
  text.slice(0, 12);
  // @ts-expect-error an ordinary template makes a string of it
  `${text}-config`;
}
