/**
 * The ways in which a text says that a later step fills it in: Argo CD Vault Plugin (`<path:kv/data/x#key>`, `<key>`), Flux and envsubst
 * (`${NAME}`), bank-vaults (`vault:secret/x#key`), vals (`ref+vault://x`), Helm and External Secrets (`{{ .key }}`).
 */
const placeholder = /^(?:<[^<>\n]+>|\$\{[^{}\n]+\}|\$[A-Z_][A-Z0-9_]*|vault:\S+|ref\+\w+:\/\/\S+|\{\{[^\n]*\}\})$/;

/** True for a text that is nothing but a placeholder. Its future content is unknown here, so it counts as absent, never as wrong. */
export const isFilledInLater = (text: string): boolean => placeholder.test(text.trim());
