import { visible } from "../text/visible.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import type { Edits } from "./edits.ts";
import type { ListText, Span } from "./list-text.ts";
import { textEdits } from "./splice.ts";

/**
 * Throws `UnreadableInput` where the edits remove or replace an anchor that an alias elsewhere needs. Nearly always, a look at the bytes
 * shows that there is none; else the library tells which anchor an alias means.
 */
export async function expectAnchorsKept(list: ListText, edits: Edits): Promise<void> {
  if (edits.replace.size === 0 && edits.remove.size === 0 && edits.results === undefined) return;
  const { bytes } = list;
  const spans = textEdits(list, edits).filter(({ start, end }) => start < end);
  const anchors = spans.flatMap((span) => [...namesBehind("&", bytes, span)]);
  if (anchors.length === 0) return;
  const aliases = namesBehind("*", bytes, { start: 0, end: bytes.length });
  if (!anchors.some((name) => aliases.has(name))) return;
  const { lostAnchorIn } = await import("./split-with-library.ts");
  const lost = lostAnchorIn(bytes, spans);
  if (lost === undefined) return;
  const name = visible(lost.name);
  throw new UnreadableInput(
    `The anchor \`&${name}\` at line ${lost.anchorLine} is in text that the function created and now replaces or removes, but \`*${name}\` at line ${lost.aliasLine} refers to it. Write the value out at line ${lost.aliasLine}.`,
  );
}

/** What may be the names of anchors (`&`) or aliases (`*`) in a stretch of the text. Most of these signs are something else. */
function namesBehind(sign: "&" | "*", bytes: Buffer, { start, end }: Span): ReadonlySet<string> {
  const stretch = bytes.subarray(start, end);
  const names = new Set<string>();
  for (let at = stretch.indexOf(sign); at >= 0; at = stretch.indexOf(sign, at + 1)) {
    const name = /^[^\s,[\]{}]+/.exec(stretch.toString("latin1", at + 1, at + 200))?.[0];
    if (name !== undefined) names.add(name);
  }
  return names;
}
