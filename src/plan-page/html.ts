import { visible } from "../text/visible.ts";

const made = Symbol("made by html");

/** Markup in which every text from outside is escaped. Nothing but `html` makes it, and `trusted`, so no text can be mistaken for markup. */
export interface Html {
  readonly [made]: string;
}

/** What can stand in a template: texts, which are escaped, and markup. `undefined` and `false` leave nothing. */
export type Part = string | number | Html | readonly Html[] | undefined | false;

/**
 * Markup from a template. Texts in it are escaped for content and for attributes in quotes alike; what could forge a line or turn the
 * direction of writing is shown as an escape.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { [made]: strings.map((text, index) => text + written(parts[index])).join("") };
}

/** Text of our own build that is markup already: the script, the style, JSON that is escaped in its own way. */
export const trusted = (text: string): Html => ({ [made]: text });

/** The markup as text, to be written into a document. */
export const markup = (html: Html): string => html[made];

/** A text with the characters escaped that mean something in HTML. */
export const escaped = (text: string): string =>
  visible(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

function written(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return made in part ? part[made] : part.map(markup).join("");
}
