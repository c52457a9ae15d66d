const values = new Map<string, boolean | null>();
const lower = new Set<string>();
for (const [words, value] of [
  [["y", "yes", "on", "true"], true],
  [["n", "no", "off", "false"], false],
  [["null"], null],
] as const)
  for (const word of words) {
    lower.add(word);
    for (const spelling of [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()])
      values.set(spelling, value);
  }

const longest = "false".length;

/**
 * The value of a word that YAML 1.1 reads as something else than text; `undefined` for all other text. kubectl (sigs.k8s.io/yaml on go-yaml
 * v2) knows these words in lower case, in upper case and with a capital.
 */
export const wordValue = (text: string): boolean | null | undefined =>
  text.length > longest ? undefined : values.get(text);

/** True for a text that some reader takes for such a word: not all of them mind the case. */
export const isReservedWord = (text: string): boolean => text.length <= longest && lower.has(text.toLowerCase());
