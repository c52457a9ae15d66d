import type { Option } from "../../src/pgbackrest/option.ts";
import { allOptions } from "../../src/pgbackrest/option-table.ts";
import { numberPattern } from "./number-pattern.ts";
import { optionSchema } from "./option-schema.ts";
import type { Schema } from "./schema.ts";

/** The repositories that a cluster can have, whose options an editor offers by name. */
const offered = [1, 2, 3, 4];
/** pgBackRest numbers them from 1 to 256, and takes zeros before a number. */
const others = `(?:0+[1-4]|0*(?:${numberPattern(5, 256)}))`;
const all = `0*(?:${numberPattern(1, 256)})`;

const options = allOptions().filter(([, { section }]) => section === undefined);
const reference = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

/** The value of each option that may stand in `[global]`, by its name. */
export const optionDefinitions = (): Readonly<Record<string, Schema>> =>
  Object.fromEntries(options.map(([name, option]) => [name, optionSchema(name, option)]));

/** `global`: every option that may stand there, by each of its names. */
export function globalSchema(description: string): Schema {
  const properties: Record<string, Schema> = {};
  const patternProperties: Record<string, Schema> = {};
  for (const [name, option] of options) {
    if (option.group === undefined) properties[name] = reference(name);
    else if (option.group === "repo")
      for (const index of offered) properties[numbered(name, option, index)] = reference(name);
  }
  for (const [name, option] of options) {
    if (option.group !== undefined) {
      const indexes = option.group === "repo" ? others : all;
      patternProperties[`^${numbered(name, option, indexes)}$`] = reference(name);
    }
    for (const alias of option.aliases ?? []) {
      if (!alias.includes("?")) properties[alias] ??= olderName(name, option);
      else patternProperties[`^${alias.replace("?", all)}$`] = olderName(name, option);
    }
  }
  return { type: "object", description, properties, patternProperties, additionalProperties: false };
}

const numbered = (name: string, { group }: Option, index: number | string) =>
  group === undefined ? name : name.replace(group, `${group}${index}`);

const olderName = (name: string, option: Option): Schema => ({
  description: `The older name of \`${numbered(name, option, 1)}\`.`,
  deprecated: true,
  allOf: [reference(name)],
});
