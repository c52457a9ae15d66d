import { writeFileSync } from "node:fs";
import { baselineSchema } from "../src/cli/baseline-schema.ts";
import { checkSchema } from "../src/cli/formats/json-schema.ts";
import { planSchema } from "../src/recovery/plan-schema.ts";
import { statusSchema } from "../src/status/status-schema.ts";
import { catalog } from "./editor-schemas/catalog.ts";
import { functionConfigSchema, settingsSchema } from "./editor-schemas/function-config-schema.ts";
import { postgresqlSchema } from "./editor-schemas/postgresql-schema.ts";
import { forEditors } from "./editor-schemas/schema.ts";

/*
 * Writes the JSON schemas of the functionConfig, of the file with settings and of `postgresql`, for editors, with the entries that a catalog of
 * schemas has for them, and those of baselines, reports, plans and what `status` prints, for programs that read them.
 */
const newest = "https://json-schema.org/draft/2020-12/schema";
for (const [file, content] of [
  ["schema.json", forEditors("schema.json", functionConfigSchema())],
  ["config.schema.json", forEditors("config.schema.json", settingsSchema())],
  ["postgresql.schema.json", forEditors("postgresql.schema.json", postgresqlSchema())],
  ["baseline.schema.json", { $schema: newest, ...baselineSchema }],
  ["check.schema.json", { $schema: newest, ...checkSchema }],
  ["plan.schema.json", { $schema: newest, ...planSchema }],
  ["status.schema.json", { $schema: newest, ...statusSchema }],
  ["schema-catalog.json", catalog],
] as const) {
  writeFileSync(new URL(`../fn-config/${file}`, import.meta.url), `${JSON.stringify(content, null, 2)}\n`);
}
