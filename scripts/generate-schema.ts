import { writeFileSync } from "node:fs";
import { functionConfig } from "../src/function/function-config-schema.ts";
import { planSchema } from "../src/recovery/plan-schema.ts";
import { statusSchema } from "../src/status/status-schema.ts";

/* Writes the JSON schemas of the functionConfig, for editors, and of plans and of what `status` prints, for programs that read them. */
for (const [file, schema] of [
  ["schema.json", functionConfig],
  ["plan.schema.json", planSchema],
  ["status.schema.json", statusSchema],
] as const) {
  const text = JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...schema }, null, 2);
  writeFileSync(new URL(`../fn-config/${file}`, import.meta.url), `${text}\n`);
}
