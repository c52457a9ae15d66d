import type { Span } from "./list-text.ts";
import type { KeptShort, NewItems } from "./new-items.ts";

/**
 * Changes to the text of a list. Positions are those of the items, texts those of `item-text.ts`; `results` is the complete new entry, or
 * absent to leave it alone.
 */
export interface Edits {
  readonly replace: ReadonlyMap<number, string>;
  readonly remove: ReadonlySet<number>;
  readonly add: NewItems;
  readonly results?: readonly object[];
}

/** The parts of the output in order: slices of the input, which are not copied, and new text. `Buffer.from` makes bytes of each. */
export type Parts = ReadonlyArray<Uint8Array | string | KeptShort>;

/** A span of the input, and what replaces it in the output. */
export interface TextEdit extends Span {
  readonly parts: Parts;
  /** True for what must begin a line. */
  readonly onNewLine?: boolean;
}

/** Changes nothing. */
export const noEdits: Edits = { replace: new Map(), remove: new Set(), add: { count: 0, parts: [], documents: [] } };
