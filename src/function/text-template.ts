import { splitAtMarks } from "./cluster-shape.ts";

/** Makes a text from the values that go into its places. */
export type TextTemplate = (values: readonly string[]) => string;

/** The template of a text that holds marks: what stands between them, and for each the position of its value. */
export function templateOf(text: string): TextTemplate {
  const parts = splitAtMarks(text);
  const between = parts.filter((_, at) => at % 2 === 0);
  const positions = parts.filter((_, at) => at % 2 === 1).map(Number);
  return (values) => {
    const filled = [between[0] ?? ""];
    for (let at = 0; at < positions.length; at += 1)
      filled.push(values[positions[at] ?? 0] ?? "", between[at + 1] ?? "");
    return filled.join("");
  };
}
