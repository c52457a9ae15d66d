const lower: ReadonlyMap<string, boolean | null> = new Map([
  ["y", true],
  ["yes", true],
  ["on", true],
  ["true", true],
  ["n", false],
  ["no", false],
  ["off", false],
  ["false", false],
  ["null", null],
]);

const longest = "false".length;

/**
 * The value of a word that YAML 1.1 reads as something else than text; `undefined` for all other text. kubectl (sigs.k8s.io/yaml on go-yaml
 * v2) knows these words in lower case, in upper case and with a capital.
 */
export function wordValue(text: string): boolean | null | undefined {
  if (text.length > longest) return undefined;
  const word = text.toLowerCase();
  const value = lower.get(word);
  if (value === undefined || text === word || text === word.toUpperCase()) return value;
  return text === word.charAt(0).toUpperCase() + word.slice(1) ? value : undefined;
}

/** True for a text that some reader takes for such a word: not all of them mind the case. */
export const isReservedWord = (text: string): boolean => text.length <= longest && lower.has(text.toLowerCase());
