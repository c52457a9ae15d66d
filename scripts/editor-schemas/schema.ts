/** A JSON schema, as far as this folder writes one. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** The folder that schemas are fetched from. */
export const home = "https://raw.githubusercontent.com/cybertec-postgresql/expand-pgbackrest/main/fn-config";

/** A schema as SchemaStore takes it: draft-07, with its address and what it is about first. */
export const forEditors = (file: string, { title, description, ...schema }: Schema): Schema => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: `${home}/${file}`,
  title,
  description,
  ...schema,
});

/** Words that YAML 1.1, which kustomize and kpt read, takes for a boolean where they have no quotes. */
const booleanWord = /^(?:y|yes|n|no|true|false|on|off)$/i;

/**
 * A text out of a few. Where one of them needs quotes, the editor is told what to insert: for an `enum` it would leave them out.
 * SchemaStore's own checks know the keyword `defaultSnippets`.
 */
export function oneOfTexts(values: readonly string[]): { readonly value: Schema; readonly offered: Schema } {
  if (!values.some((value) => booleanWord.test(value))) return { value: { enum: values }, offered: {} };
  const written = (value: string) => (booleanWord.test(value) ? `"${value}"` : value);
  return {
    value: { pattern: `^(?:${values.join("|")})$` },
    offered: { defaultSnippets: values.map((value) => ({ label: written(value), body: written(value) })) },
  };
}

/** A schema of TypeBox as plain JSON. Texts out of a few are called texts, so that a number without quotes is called what it is. */
export const plain = (schema: object): Schema =>
  JSON.parse(JSON.stringify(schema, (_, node: unknown) => (isEnumOfTexts(node) ? { type: "string", ...node } : node)));

const isEnumOfTexts = (node: unknown): node is Schema =>
  typeof node === "object" &&
  node !== null &&
  "enum" in node &&
  Array.isArray(node.enum) &&
  node.enum.every((value) => typeof value === "string");
