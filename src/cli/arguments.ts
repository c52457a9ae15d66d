import type { parseArgs } from "node:util";
import { type Command, type Flag, type Given, type Runnable, UsageError } from "./command.ts";
import { parserOptions } from "./parser-options.ts";

/**
 * Reads the arguments of a command, of which the word at `commandAt` is its name; `all` are the commands that a mistake may have been meant for.
 * Throws `UsageError`.
 */
export async function readArguments(
  command: Runnable,
  args: readonly string[],
  { commandAt, all = async () => [] }: Place = {},
): Promise<Given> {
  // The usual call has no arguments, and node's parser for them takes its time to load.
  if (args.length === 0) {
    return {
      paths: [],
      after: {},
      flags: Object.fromEntries(Object.entries(command.flags).map(([name, flag]) => [name, defaultOf(flag)])),
      lists: {},
    };
  }
  const { values, tokens = [] } = await parse(command, args, { commandAt, all });
  for (const [name, { onlyOnce }] of Object.entries(command.flags))
    if (onlyOnce && tokens.filter((token) => token.kind === "option" && token.name === name).length > 1)
      throw new UsageError(`--${name} is given twice, and only one can be meant. Remove one of the two.`);
  const { paths, after } = byPlace(command, tokens, commandAt);
  if ([paths, ...Object.values(after)].some((words) => words.includes("")))
    throw new UsageError("An argument is empty. Where it is a variable of a script, see whether that is set.");
  const flags: Record<string, string | true | undefined> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const [name, flag] of Object.entries(command.flags)) {
    const { choices } = flag;
    const value = values[name];
    if (Array.isArray(value)) {
      lists[name] = value.map(String);
      if (value.includes("") && flag.value !== undefined)
        throw new UsageError((await problems()).noValue(name, flag.value));
      continue;
    }
    if (value === "" && flag.value !== undefined) throw new UsageError((await problems()).noValue(name, flag.value));
    const text = typeof value === "string" ? value : value === true ? true : defaultOf(flag);
    if (choices !== undefined && typeof text === "string" && !choices.includes(text))
      throw new UsageError((await problems()).noChoice(`--${name}`, text, choices));
    flags[name] = text;
  }
  return { paths, after, flags, lists };
}

const defaultOf = ({ choices, isAlsoInFile }: Flag) => (isAlsoInFile ? undefined : choices?.[0]);

interface Place {
  readonly commandAt?: number | undefined;
  readonly all?: () => Promise<readonly Command[]>;
}

/** The sentences about arguments that do not fit, which the usual call does not need. */
const problems = () => import("./argument-problem.ts");

/** Tells the arguments that follow a flag which takes them from the others. The command's name ends what follows a flag. */
function byPlace(
  { flags }: Runnable,
  tokens: readonly Token[],
  commandAt: number | undefined,
): Pick<Given, "paths" | "after"> {
  const paths: string[] = [];
  const after: Record<string, string[]> = {};
  let into = paths;
  for (const token of tokens) {
    if (token.index === commandAt) into = paths;
    else if (token.kind === "positional") into.push(token.value);
    else if (token.kind === "option" && flags[token.name]?.takesFollowing) {
      into = after[token.name] ?? [];
      after[token.name] = into;
    } else into = paths;
  }
  return { paths, after };
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

async function parse(command: Runnable, args: readonly string[], { commandAt, all }: Required<Place>) {
  const node = await import("node:util");
  const options = parserOptions(command.flags);
  try {
    return node.parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageError(
      await (await problems()).argumentProblem({
        command,
        args,
        isFilter: commandAt === undefined,
        error,
        all: await all(),
      }),
    );
  }
}
