import type { ListText } from "../krm/list-text.ts";

const name = "postgresqls.cpo.opensource.cybertec.at";

/**
 * True where the CustomResourceDefinition of `postgresql` in the list has the fields that the chart's lacks (contract 1.2), by the look of
 * its text; `undefined` where the list has none.
 */
export function crdHasKeyFields({ bytes, item, itemCount }: ListText): boolean | undefined {
  if (!bytes.includes(name, 0, "latin1")) return undefined;
  for (let index = 0; index < itemCount; index += 1) {
    const { start, end, hint } = item(index);
    if (hint !== "other") continue;
    const text = bytes.toString("latin1", start, end);
    if (text.includes(name) && text.includes("CustomResourceDefinition")) return /\bkeyType["']?\s*:/.test(text);
  }
  return undefined;
}
