import { transform } from "esbuild";

/**
 * The program inside the launcher, which says in a comment why the program stands in a comment. Any program can: what would end the comment
 * is written in another way. It must be ASCII: one other character makes V8 keep the whole text with two bytes for each letter, which costs 2 %
 * of a short run.
 */
export async function executable(launcher: string, program: string): Promise<string> {
  const text = await withStringsEscaped(program);
  const mark = unusedMark(text);
  const whole = launcher
    .replace("END_OF_COMMENT", () => mark)
    .replace("/*PROGRAM*/", () => `/*${text.replaceAll("*/", () => mark)}*/`);
  const other = /.{0,40}[^\0-\x7f]/.exec(whole);
  if (other !== null) throw new Error(`The program is not ASCII; write the last character as an escape: ${other[0]}`);
  return whole;
}

/**
 * `*\/` in place of the two letters, where they stand in nothing but strings and templates, which read it alike; it saves the launcher a copy
 * of the program. Whether they do, esbuild tells: it prints strings in one way, however they are written, and regular expressions as they are.
 */
async function withStringsEscaped(program: string): Promise<string> {
  const escaped = program.replaceAll("*/", "*\\/");
  try {
    const [before, after] = await Promise.all([transform(program), transform(escaped)]);
    return before.code === after.code ? escaped : program;
  } catch {
    return program;
  }
}

/** The shortest of `*~/`, `*~~/` and so on that does not occur in the text, for the launcher to put the two letters back. */
function unusedMark(text: string): string {
  let mark = "*~/";
  while (text.includes(mark)) mark = mark.replace("/", "~/");
  return mark;
}
