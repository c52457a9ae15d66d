/** A command block of a README, and all that it must print. */
export interface Block {
  readonly script: string;
  /** The `text` block that follows it before the next command; empty if there is none. */
  readonly prints: string;
}

/** The command blocks (`sh`) of a README in order, each with the content of the `text` block after it. */
export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Array<{ script: string; prints: string }> = [];
  for (const [, language, text = ""] of markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
    const last = blocks.at(-1);
    if (language === "sh") blocks.push({ script: text, prints: "" });
    else if (language === "text" && last !== undefined) last.prints = text;
  }
  return blocks;
}

/** Targets of the links of a README that lead to files of the project, without the part after `#`. */
export const linksOf = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = ""]) => path);
