import { UsageError } from "../command.ts";
import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import type { Format } from "./report.ts";
import { sarif } from "./sarif.ts";
import { text } from "./text.ts";

/** How findings can be printed; the first is the default. */
export const formats: Readonly<Record<string, Format>> = { text, json, sarif, junit, github };

/** The format of this name. Throws `UsageError`. */
export function formatOf(name: string | true | undefined): Format {
  const format = formats[String(name)];
  if (format === undefined) throw new UsageError(`There is no format \`${name}\`.`);
  return format;
}
