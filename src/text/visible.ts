/**
 * What must not reach a terminal or a log as it is: control characters (line breaks among them), the separators that some readers take for
 * line breaks, marks that change the direction of writing or cannot be seen, halves of characters, and the openings of the commands that
 * Azure Pipelines and GitHub Actions read in logs, the former anywhere in a line.
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|(?<=#)#(?=[A-Za-z]*\[)|^\s*:(?=:)/g;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * A text from the input as a message may show it: on one line, with everything that could forge a line of a log or move a terminal's cursor
 * written as an escape, `\n` or `\u001b`. Other text stays as it is.
 */
export const visible = (text: string): string => text.replace(unsafe, escaped);

const escaped = (found: string) => Array.from(found, escapedCharacter).join("");

function escapedCharacter(character: string): string {
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
