/*
 * The law of builders: they copy the values of a cluster and never look inside. The objects of a fleet are written from one sample, whose
 * values are marks, with each cluster's values in the places of the marks (`function/cluster-shape.ts`). A builder that cuts, measures,
 * compares or changes a value would do so with the mark, and be wrong for every cluster that is written from the sample.
 */

/**
 * Text that may be copied and joined, and nothing else. It is a string whenever the program runs; as a type it might be a symbol, so that
 * `.slice`, `.length`, `<`, `+` and an ordinary template do not compile. Strings can be given where it is expected.
 */
export type Copied = string | (symbol & { readonly opaque: true });

/** A template of copied text: joined`${name}-config`. Of strings alone it makes a string. */
export function joined<Texts extends readonly Copied[]>(
  between: TemplateStringsArray,
  ...texts: Texts
): Texts[number] | string {
  const strings = revealedAll(texts);
  let text = between[0] ?? "";
  for (let at = 0; at < strings.length; at += 1) text += `${strings[at]}${between[at + 1]}`;
  return text;
}

/** Copied texts one after the other. Of strings alone it makes a string. */
export function concatenated<Text extends Copied>(texts: readonly Text[], separator = ""): Text | string {
  return revealedAll(texts).join(separator);
}

/** The string itself, for those who may look inside. Each use says why it may. */
export const revealed = (text: Copied): string => String(text);

/** The only cast: there is no other `Copied` than a string, and to convert each would take as long as to join them. */
const revealedAll = (texts: readonly Copied[]) => texts as readonly string[];
