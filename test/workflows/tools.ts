import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorObject } from "ajv";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import type { Context } from "mocha";
import { requireTool, root } from "../tools.ts";

/** A file that test/workflows/install.sh brings, by its path in .cache/tools. */
export function installed(context: Context, path: string): string {
  const file = join(root, ".cache", "tools", path);
  return requireTool(context, `${path} of test/workflows/install.sh`, existsSync(file) ? file : undefined);
}

/** What a schema that check-jsonschema brings says about a value: `github-actions`, `gitlab-ci` and others, as editors use them. */
export function schemaErrors(context: Context, schema: string, value: unknown): readonly string[] {
  const file = installed(context, `python/check_jsonschema/builtin_schemas/vendor/${schema}.json`);
  return errorsBy(JSON.parse(readFileSync(file, "utf8")), value);
}

/** What a schema says about a value, each with its place. */
export function errorsBy(schema: object, value: unknown): readonly string[] {
  // Such schemas say more than the draft knows, and have patterns that are not for Unicode.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, logger: false });
  addFormats.default(ajv);
  return ajv.validate(schema, value) ? [] : (ajv.errors ?? []).map(inWords);
}

const inWords = ({ instancePath, message, params }: ErrorObject) =>
  `${instancePath}: ${message} ${JSON.stringify(params)}`;
