import type { ListText } from "../krm/list-text.ts";

/** The text of an item, to search for ASCII in it; other letters come out wrong. */
export function textOf({ bytes, item }: ListText, index: number): string {
  const { start, end } = item(index);
  return bytes.toString("latin1", start, end);
}

/** A resource of another operator that happens to have such a kind only passes through, readable or not. */
export function mayBeOfThisOperator(list: ListText, index: number): boolean {
  const text = textOf(list, index);
  const lower = text.toLowerCase();
  return (
    ["opensource", "cybertec", "pgbackrest", "\\"].some((word) => lower.includes(word)) || !text.includes("apiVersion")
  );
}
