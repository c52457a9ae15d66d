/**
 * The ways in which a text says that a later step fills it in: Argo CD Vault Plugin (`<path:kv/data/x#key>`, `<key>`), Flux and envsubst
 * (`${NAME}`), bank-vaults (`vault:secret/x#key`), vals (`ref+vault://x`), Helm and External Secrets (`{{ .key }}`). `$(NAME)` and `%NAME%`
 * are not among them: no step that handles Secrets fills those in.
 */
const placeholder = /^(?:<[^<>\n]+>|\$\{[^{}\n]+\}|\$[A-Z_][A-Z0-9_]*|vault:\S+|ref\+\w+:\/\/\S+|\{\{[^\n]*\}\})$/;

/** Those that are filled in wherever they stand in a text, and that hardly anyone writes for another reason. */
const within = /<(?:path|secret|vault):[^<>\n]+>|\$\{[A-Za-z_][^{}\n]*\}|\{\{.*?\}\}|ref\+\w+:\/\/\S/;

/** A value that SOPS encrypted. */
const encrypted = /^ENC\[AES256_GCM,[^\]\n]*\]$/;

/** A part of every text that one of these finds something in: most texts have none of them, and are looked at once. */
const mark = /[<$]|\{\{|vault:|ref\+|ENC\[/;

/** False for a text in which nothing is filled in, and that is not encrypted; a text for which it is true can be either. */
export const mayBeFilledIn = (text: string): boolean => mark.test(text);

/** What they look like, for schemas of editors, which accept them in place of any value. */
export const placeholderPatterns: readonly RegExp[] = [placeholder, within, encrypted];

/** True for a text that is nothing but a placeholder. Its future content is unknown here, so it counts as absent, never as wrong. */
export const isFilledInLater = (text: string): boolean => mayBeFilledIn(text) && placeholder.test(text.trim());

/** True for the value of an option of which a later step makes another one, all of it or a part. */
export const isValueFilledInLater = (value: string): boolean =>
  mayBeFilledIn(value) && (isFilledInLater(value) || within.test(value) || encrypted.test(value.trim()));

/** A value as it is when a later step has filled in this text everywhere. */
export const filledInWith = (value: string, text: string): string =>
  isFilledInLater(value) || encrypted.test(value.trim()) ? text : value.replace(new RegExp(within, "g"), () => text);

/** True for a text in which a later step fills something in. */
export const hasPlaceholder = (text: string): boolean => within.test(text);

/** True for a value of a manifest that SOPS encrypted. */
export const isEncryptedValue = (text: string): boolean => text.trimStart().startsWith("ENC[AES256_GCM,");

/**
 * True for `<bucket>`, which whoever copied an example had to replace. Argo CD Vault Plugin does, where an annotation of the resource says in
 * which path it finds `bucket`.
 */
export const isLeftBlank = (value: string, annotations: Readonly<Record<string, string>>): boolean =>
  /^\s*<[^<>:\n]+>\s*$/.test(value) && annotations["avp.kubernetes.io/path"] === undefined;
