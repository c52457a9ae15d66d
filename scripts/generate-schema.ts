import { writeFileSync } from "node:fs";
import { rules } from "../src/checks/rules/index.ts";
import { baselineSchema } from "../src/cli/baseline-schema.ts";
import { configSchema } from "../src/cli/config-schema.ts";
import { checkSchema } from "../src/cli/formats/json-schema.ts";
import { functionConfig } from "../src/function/function-config-schema.ts";
import { planSchema } from "../src/recovery/plan-schema.ts";
import { statusSchema } from "../src/status/status-schema.ts";

/*
 * Writes the JSON schemas of the functionConfig, the file with settings and the baseline, for editors, and of reports, plans and what `status`
 * prints, for programs that read them.
 */
for (const [file, schema] of [
  ["schema.json", functionConfig],
  ["config.schema.json", withRules(configSchema)],
  ["baseline.schema.json", baselineSchema],
  ["check.schema.json", checkSchema],
  ["plan.schema.json", planSchema],
  ["status.schema.json", statusSchema],
] as const) {
  const text = JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...schema }, null, 2);
  writeFileSync(new URL(`../fn-config/${file}`, import.meta.url), `${text}\n`);
}

/** The schema with the ids of all rules in `checks`, and no others: the program says of an unknown one which is meant, an editor offers those that there are. */
function withRules(schema: typeof configSchema): object {
  const { checks, ...others } = schema.properties;
  const { patternProperties, ...checksOnly } = JSON.parse(JSON.stringify(checks));
  const [rule] = Object.values<object>(patternProperties);
  const properties = Object.fromEntries(rules.map(({ id, title }) => [id, { description: `${title}.`, ...rule }]));
  return { ...schema, properties: { ...others, checks: { ...checksOnly, properties, additionalProperties: false } } };
}
