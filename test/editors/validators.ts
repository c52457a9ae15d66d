import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { parseAllDocuments } from "yaml";
import { root } from "../tools.ts";

/** A schema of fn-config. */
export const schemaFile = (file: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(root, "fn-config", file), "utf8"));

/**
 * Compiles a schema as SchemaStore's own checks do: by Ajv in strict mode, with the keywords that editors know (cli.js of
 * github.com/SchemaStore/schemastore).
 */
export function compiled(schema: Readonly<Record<string, unknown>>): (value: unknown) => boolean {
  const isOld = schema.$schema === "http://json-schema.org/draft-07/schema#";
  const ajv = isOld ? new Ajv({ strict: true }) : new Ajv2020({ strict: true });
  formats.default(ajv);
  ajv.addKeyword("defaultSnippets");
  const validate = ajv.compile(schema);
  return (value) => validate(value) === true;
}

/** What went wrong, for messages. */
export function errorsOf(schema: Readonly<Record<string, unknown>>, value: unknown): string {
  const ajv = new Ajv({ strict: true, allErrors: true });
  ajv.addKeyword("defaultSnippets");
  ajv.validate(schema, value);
  return ajv.errorsText();
}

/** The documents of a stream, as YAML 1.1 reads them: so do kustomize and kubectl, and editors as docs/editors.md sets them up. */
export const documentsOf = (text: string): readonly unknown[] =>
  parseAllDocuments(text, {
    version: "1.1",
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !tag.tag.endsWith(":timestamp")),
  })
    .map((document) => document.toJS())
    .filter((value) => value !== null);

/** True for a `postgresql`. */
export const isCluster = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Reflect.get(value, "kind") === "postgresql";
