import type { ParseArgsConfig } from "node:util";
import type { Flag } from "./command.ts";

/** The options, for node's parser. */
export function parserOptions(flags: Readonly<Record<string, Flag>>): NonNullable<ParseArgsConfig["options"]> {
  const options: ParseArgsConfig["options"] = {};
  for (const [name, { short, value, choices, repeatable }] of Object.entries(flags)) {
    options[name] = {
      type: value === undefined && choices === undefined ? "boolean" : "string",
      ...(short !== undefined && { short }),
      ...(repeatable && { multiple: true }),
    };
  }
  return options;
}
