import { visible } from "./visible.ts";

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
