import { codequality } from "./codequality.ts";
import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import type { FormatName } from "./names.ts";
import type { Format } from "./report.ts";
import { sarif } from "./sarif.ts";
import { text } from "./text.ts";

/** How findings can be printed; the first is the default. */
export const formats: Readonly<Record<FormatName, Format>> = { text, json, sarif, junit, github, codequality };
