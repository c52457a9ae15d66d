import { foreignLines } from "../../text/quotable.ts";
import { visible } from "../../text/visible.ts";

/** What a sentence quotes at most of what another program says. */
const mostCharacters = 500;

/** What an API server, a webhook, a plugin or a library says, as a sentence may quote it: without secrets, in one line, and of a bounded length. */
export function saidBriefly(text: string): string {
  // What is behind it is not shown; a secret that begins before it is known by its beginning.
  const lines = foreignLines(text.slice(0, 4 * mostCharacters).split("\n"));
  return shortened(visible(lines.join("\n")), mostCharacters);
}

/** The last line of it. */
export const lastLineOf = (text: string): string =>
  saidBriefly(foreignLines(text.trim().split("\n").slice(-20)).at(-1) ?? "");

export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…` : text;
