/**
 * The text that a template literal holds as a block: without the line break after the opening backtick, the indentation that its lines
 * share, and the line of the closing backtick. A text that does not begin with a line break stays as it is.
 */
export function dedented(text: string): string {
  if (!text.startsWith("\n")) return text;
  const lines = text.slice(1).split("\n");
  if (lines.at(-1)?.trim() === "") lines.pop();
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join("\n");
}
