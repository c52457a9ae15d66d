import { createHash } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { parseSync, Visitor } from "oxc-parser";

/**
 * The program inside the launcher, which says in a comment why the program stands in a comment. Any program can: what would end the comment
 * is written in another way. It must be ASCII: one other character makes V8 keep the whole text with two bytes for each letter, which costs 2 %
 * of a short run.
 * @param parts Texts of modules for which the program asks while it runs, by name.
 */
export function executable(launcher: string, program: string, parts: ReadonlyMap<string, string>): string {
  const text = withoutEndsOfComments(program);
  const mark = unusedMark(text);
  const packed = [...parts].map(([name, part]) => [name, brotliCompressSync(part).toString("base64")]);
  const whole = launcher
    .replace(
      "BUILD",
      createHash("sha256")
        .update(JSON.stringify([text, packed]))
        .digest("hex")
        .slice(0, 32),
    )
    .replace("END_OF_COMMENT", () => mark)
    .replace("/*PROGRAM*/", () => `/*${text.replaceAll("*/", () => mark)}*/`)
    .replace("/*PARTS*/", () => `/*${JSON.stringify(Object.fromEntries(packed))}*/`);
  const other = /.{0,40}[^\0-\x7f]/.exec(whole);
  if (other !== null) throw new Error(`The program is not ASCII; write the last character as an escape: ${other[0]}`);
  return whole;
}

/**
 * The same program, in which strings, templates and regular expressions do without the two letters that end a comment: `*\/` in a string,
 * `{0,}/` at the end of an expression. It saves the launcher a copy of the program, and V8 a collection of garbage. Tags of templates see
 * what is written, so these stay as they are, and so does what V8 reads and this parser does not.
 */
function withoutEndsOfComments(text: string): string {
  const { program, errors } = parseSync("program.cjs", text);
  if (errors.length > 0) return text;
  const edits: Array<{ readonly start: number; readonly end: number; readonly text: string }> = [];
  const tagged = new Set<unknown>();
  const withoutEnd = ({ start, end }: { readonly start: number; readonly end: number }) => {
    const written = text.slice(start, end);
    if (written.includes("*/")) edits.push({ start, end, text: written.replaceAll("*/", "*\\/") });
  };
  new Visitor({
    TaggedTemplateExpression: ({ quasi }) => {
      for (const part of quasi.quasis) tagged.add(part);
    },
    TemplateElement: (part) => {
      if (!tagged.has(part)) withoutEnd(part);
    },
    Literal: (literal) => {
      if (typeof literal.value === "string") withoutEnd(literal);
      if (!("regex" in literal)) return;
      const { start, end } = literal;
      const { pattern, flags } = literal.regex;
      const isRepeated = /(?<!\\)(?:\\\\)*\*$/.test(pattern);
      if (isRepeated && !pattern.includes("*/"))
        edits.push({ start, end, text: `/${pattern.slice(0, -1)}{0,}/${flags}` });
    },
  }).visit(program);
  return edits
    .sort((one, other) => other.start - one.start)
    .reduce((whole, edit) => whole.slice(0, edit.start) + edit.text + whole.slice(edit.end), text);
}

/** The shortest of `*~/`, `*~~/` and so on that does not occur in the text, for the launcher to put the two letters back. */
function unusedMark(text: string): string {
  let mark = "*~/";
  while (text.includes(mark)) mark = mark.replace("/", "~/");
  return mark;
}
