import { rules } from "../../src/checks/rules/index.ts";
import { configSchema } from "../../src/cli/config-schema.ts";
import { functionConfig } from "../../src/function/function-config-schema.ts";
import { oneOfTexts, plain, type Schema } from "./schema.ts";

/**
 * The schema of the functionConfig for editors: as the program has it, but strict about the ids of rules, which the program judges itself so
 * that it can say what was meant.
 */
export const functionConfigSchema = (): Schema =>
  strict(plain(functionConfig), ["properties", "spec", "properties", "checks"]);

/** The schema of the file with settings, in the same way. */
export const settingsSchema = (): Schema => strict(plain(configSchema), ["properties", "checks"]);

const strict = (schema: Schema, checks: readonly string[]): Schema => ({
  ...withRules(schema, checks),
  definitions: { rule: ruleSchema },
});

const severities = oneOfTexts(["error", "warning", "info", "off"]);

const ruleSchema: Schema = {
  type: "object",
  required: ["severity"],
  properties: {
    severity: {
      type: "string",
      description: 'How much it matters: error, warning or info; "off", with the quotes, silences the rule.',
      ...severities.offered,
      ...severities.value,
    },
    reason: { type: "string", description: "Why; shown in the report. A rule that is off needs one." },
  },
  additionalProperties: false,
};

/** What `checks` holds: a rule by its id, with what it finds and why that matters. */
export const checksSchema = (description: string): Schema => ({
  type: "object",
  description,
  properties: Object.fromEntries(
    rules.map(({ id, title, severity, why }) => [
      id,
      { description: `${title} (${severity}). ${why}`, allOf: [{ $ref: "#/definitions/rule" }] },
    ]),
  ),
  additionalProperties: false,
});

function withRules(schema: Schema, [key, ...path]: readonly string[]): Schema {
  if (key === undefined) return checksSchema(String(schema.description));
  const below = schema[key];
  return isSchema(below) ? { ...schema, [key]: withRules(below, path) } : schema;
}

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;
