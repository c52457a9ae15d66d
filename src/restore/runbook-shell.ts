import { shellWord } from "../text/shell-word.ts";
import { visible } from "../text/visible.ts";

/**
 * A word of a command: a text that the shell must take as it is, or one of ours with variables in it, which the shell puts in. What comes from
 * manifests is never the latter.
 */
export type Word = string | { readonly expands: string };

/** A text of ours, in double quotes: `$NAME` in it is the value of a variable. */
export const expanding = (text: string): Word => ({ expands: text });

/** A command of these words. */
export const commandLine = (...words: readonly Word[]): string =>
  words.map((word) => (typeof word === "string" ? shellWord(word) : `"${word.expands}"`)).join(" ");

/**
 * Commands that write a file: first the lines in which nothing means anything to the shell, also what a person puts into them; then `ours`, in
 * which it puts the values of variables.
 */
export function writeFileCommand(file: string, lines: readonly string[], ours: readonly string[]): string {
  const texts = lines.flatMap(visibleLines);
  let delimiter = "END";
  while (texts.includes(delimiter)) delimiter += "_";
  return [
    ...[`cat >"${file}" <<'${delimiter}'`, ...texts, delimiter],
    ...[`cat >>"${file}" <<END`, ...ours, "END"],
  ].join("\n");
}

/** Without characters that move a terminal's cursor. They are in no value that pgBackRest could use. */
const visibleLines = (text: string) => text.split("\n").map((line) => visible(line));

/** A name in a sentence. */
export const named = (text: string): string => `\`${visible(text).replaceAll("`", "'")}\``;
