import { writeFileSync } from "node:fs";
import { functionConfig } from "../src/function/function-config-schema.ts";

/* Writes the JSON schema of the functionConfig, for editors. */
const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", ...functionConfig };
writeFileSync(new URL("../fn-config/schema.json", import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
