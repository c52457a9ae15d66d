import { parseArgs } from "node:util";
import { commandNamed } from "./commands.ts";
import { filterCommand } from "./filter-command.ts";
import { parserOptions } from "./parser-options.ts";

/**
 * Which argument is the command, where options stand before it; undefined for the filter. What follows an option may be its value, and whether it is,
 * the command knows: the command is the first argument that is not a value by its own options.
 */
export async function commandPlace(args: readonly string[]): Promise<number | undefined> {
  if (isForFilter(args)) return undefined;
  let otherwise: number | undefined;
  for (const [at, word] of args.entries()) {
    if (word === "--") break;
    const load = commandNamed(word);
    if (load === undefined) continue;
    const { flags } = await load();
    const { tokens } = parseArgs({
      args: [...args],
      options: parserOptions(flags),
      strict: false,
      allowPositionals: true,
      tokens: true,
    });
    if (tokens.find(({ kind }) => kind === "positional")?.index !== at) continue;
    // An option that the command does not have may be another's, and this word its value.
    if (tokens.every((token) => token.kind !== "option" || token.index > at || Object.hasOwn(flags, token.name)))
      return at;
    otherwise ??= at;
  }
  return otherwise;
}

function isForFilter(args: readonly string[]): boolean {
  try {
    parseArgs({ args: [...args], options: parserOptions(filterCommand.flags) });
    return true;
  } catch {
    return false;
  }
}
