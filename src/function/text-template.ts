import { splitAtMarks } from "./cluster-shape.ts";

/** A text with places for values: what stands between them, and for each the position of its value. */
export interface TextTemplate {
  readonly between: readonly string[];
  readonly positions: readonly number[];
}

/** The template of a text that holds marks. */
export function templateOf(text: string): TextTemplate {
  const parts = splitAtMarks(text);
  return {
    between: parts.filter((_, at) => at % 2 === 0),
    positions: parts.filter((_, at) => at % 2 === 1).map(Number),
  };
}

/** The text with the values in their places. */
export function filled({ between, positions }: TextTemplate, values: readonly string[]): string {
  const parts = [between[0] ?? ""];
  for (let at = 0; at < positions.length; at += 1) parts.push(values[positions[at] ?? 0] ?? "", between[at + 1] ?? "");
  return parts.join("");
}
