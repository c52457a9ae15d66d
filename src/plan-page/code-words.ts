import { type Html, html } from "./html.ts";

/** A sentence in which what stands between backticks is code. */
export const codeWords = (text: string): Html =>
  html`${text.split("`").map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}`;
