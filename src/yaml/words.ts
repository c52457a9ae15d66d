const lower: ReadonlyMap<string, boolean | null> = new Map([
  ...["y", "yes", "on", "true"].map((word) => [word, true] as const),
  ...["n", "no", "off", "false"].map((word) => [word, false] as const),
  ["null", null],
]);

const values: ReadonlyMap<string, boolean | null> = new Map(
  [...lower].flatMap(([word, value]) =>
    [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map(
      (spelling) => [spelling, value] as const,
    ),
  ),
);

const longest = "false".length;

/**
 * The value of a word that YAML 1.1 reads as something else than text; `undefined` for all other text. kubectl (sigs.k8s.io/yaml on go-yaml
 * v2) knows these words in lower case, in upper case and with a capital.
 */
export const wordValue = (text: string): boolean | null | undefined =>
  text.length > longest ? undefined : values.get(text);

/** True for a text that some reader takes for such a word: not all of them mind the case. */
export const isReservedWord = (text: string): boolean => text.length <= longest && lower.has(text.toLowerCase());
