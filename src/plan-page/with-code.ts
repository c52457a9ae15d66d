import { type Html, html } from "./html.ts";

/** A sentence in which backticks stand around what is to be written, with that as code. */
export function withCode(text: string): Html {
  const parts = text.split("`");
  // A backtick without a partner stands for itself.
  const last = parts.length % 2 === 0 ? parts.length - 1 : parts.length;
  return html`${parts.map((part, index) =>
    index === last ? html`\`${part}` : index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`,
  )}`;
}
