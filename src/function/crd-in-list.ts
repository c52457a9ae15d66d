import type { ListText } from "../krm/list-text.ts";

/**
 * True where the CustomResourceDefinition of `postgresql` in the list has the fields that the chart's lacks (contract 1.2), by the look of
 * its text; `undefined` where the list has none.
 */
export function crdHasKeyFields({ bytes, item, ofKind }: ListText): boolean | undefined {
  for (const index of ofKind((kind) => kind === "CustomResourceDefinition")) {
    const { start, end } = item(index);
    const text = bytes.toString("latin1", start, end);
    if (text.includes("postgresqls.cpo.opensource.cybertec.at")) return /\bkeyType["']?\s*:/.test(text);
  }
  return undefined;
}
