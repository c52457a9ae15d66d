import { remembered } from "../text/memo.ts";
import { optionAliases, optionTexts } from "./generated/options.ts";
import type { Option } from "./option.ts";

/**
 * The option of this name; `undefined` where pgBackRest has none. Looked for and parsed when it is asked for: a run asks for twenty of two
 * hundred, and to make them all took a tenth of what the program adds to the start of Node.
 */
export const optionNamed = remembered((name): Option | undefined => {
  const text = entryOf(optionTexts, name);
  return text === undefined ? undefined : JSON.parse(text);
});

/** All options with their names. */
export const allOptions = (): ReadonlyArray<readonly [name: string, option: Option]> =>
  Array.from(optionTexts.matchAll(/^(.+)\t/gm), ([, name = ""]) => name).flatMap((name) => {
    const option = optionNamed(name);
    return option === undefined ? [] : [[name, option] as const];
  });

/** The option that an older name means; `?` stands for its index. */
export const optionOfAlias = (alias: string): string | undefined => entryOf(optionAliases, alias);

/** What a table has for a name. Tables are texts, with a tab behind the name and a line for each: an object of so many would be made at each start. */
function entryOf(table: string, name: string): string | undefined {
  if (name.includes("\n")) return undefined;
  const at = table.indexOf(`\n${name}\t`);
  return at < 0 ? undefined : table.slice(at + name.length + 2, table.indexOf("\n", at + 1));
}
