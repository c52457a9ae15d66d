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

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A text as one word, whatever is in it: bash reads exactly this text, on one line. */
export function shellWord(text: string): string {
  if (plain.test(text)) return text;
  if (visible(text) === text) return `'${text.replaceAll("'", "'\\''")}'`;
  const quoted = Array.from(text, (character) => {
    if (character === "'" || character === "\\") return `\\${character}`;
    if (visible(`a${character}`) === `a${character}` && visible(character) === character) return character;
    return Array.from(new TextEncoder().encode(character), (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(
      "",
    );
  });
  return `$'${quoted.join("")}'`;
}

/**
 * A command that writes lines to a file. `$DIR` at the beginning of a value is a variable; nothing else of a line means anything to the shell.
 */
export function writeLines(file: string, lines: readonly ConfigurationText[]): string {
  const texts = lines.flatMap((line) => textOf(line).split(/\r\n|[\r\n]/));
  let delimiter = "END";
  while (texts.includes(delimiter)) delimiter += "_";
  return [`cat >"${file}" <<${delimiter}`, ...texts, delimiter].join("\n");
}

/** A line of a file: a text as it is, or an option whose value is a path below the variable `DIR`. */
export type ConfigurationText = string | { readonly option: string; readonly below: string };

const textOf = (line: ConfigurationText) =>
  typeof line === "string" ? inHereDocument(line) : `${inHereDocument(line.option)}=$DIR/${inHereDocument(line.below)}`;

/** In a here-document, the shell puts in variables and the output of commands. */
const inHereDocument = (text: string) => visibleLines(text).replace(/[\\$`]/g, "\\$&");

/** Without characters that move a terminal's cursor. They are in no value that pgBackRest could use. */
const visibleLines = (text: string) =>
  text
    .split("\n")
    .map((line) => visible(line))
    .join("\n");

/** A name in a sentence. */
export const named = (text: string): string => `\`${visible(text).replaceAll("`", "'")}\``;
