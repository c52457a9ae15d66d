import { parseArgs } from "node:util";
import { nearestOf } from "../text/nearest.ts";
import { quotableName } from "../text/quotable.ts";
import type { Command, Flag, Runnable } from "./command.ts";
import { parserOptions } from "./parser-options.ts";

/** What is wrong with a value that is not among the choices. */
export const noChoice = (what: string, given: string, choices: readonly string[]): string =>
  `${what} cannot be \`${quotableName(given)}\`${meantOr(given, choices, (near) => `. Did you mean ${near}?`, `; write one of ${choices.join(", ")}.`)}`;

/** That an option is there, and its value is empty. */
export const noValue = (flag: string, value: string): string =>
  `--${flag} is empty. Write a value for ${value}, or leave the option out.`;

/** That a word is not a command, with what the commands are. */
export const noCommand = (given: string, commands: readonly string[]): string =>
  `\`${quotableName(given)}\` is not a command. ${meantOr(given, commands, (near) => `Did you mean ${near}?`, `The commands are ${commands.join(", ")}; without one, the program is a filter.`)}`;

/** The sentence for what is near, or that for where nothing is. */
function meantOr(given: string, choices: readonly string[], say: (near: string) => string, otherwise: string): string {
  const near = nearestOf(given, choices);
  return near.length === 0 ? otherwise : say(near.map((choice) => `\`${choice}\``).join(" or "));
}

/** What is wrong with arguments that node's parser refuses, and what to write instead. */
export function argumentProblem(refused: {
  readonly command: Runnable;
  readonly args: readonly string[];
  readonly isFilter: boolean;
  /** What the parser threw. */
  readonly error: unknown;
  /** All commands, the filter included. */
  readonly all: readonly Command[];
}): string {
  const { all, args, command, error, isFilter } = refused;
  const unknown = unknownOption(command, args);
  if (unknown === undefined) return parserProblem(command, isFilter, error);
  const flags: Readonly<Record<string, Flag>> = Object.fromEntries(all.flatMap((each) => Object.entries(each.flags)));
  const word = isFilter ? firstWord(args, flags) : undefined;
  const names = all.map(({ name }) => name).filter((name) => name !== command.name);
  // The command is there, and an option before it is not one of its own.
  const named = all.find(({ name }) => name === word);
  if (named !== undefined) return argumentProblem({ ...refused, command: named, isFilter: false });
  if (word !== undefined) return noCommand(word, names);
  const options = shownOptions(command);
  const what = `${isFilter ? "The filter" : `\`${command.name}\``} has no option \`${quotableOption(unknown)}\`.`;
  const near = nearestOf(unknown.replace(/^-+/, ""), options).map((name) => `\`--${name}\``);
  const owners = all.filter((each) => each.name !== command.name && hasOption(each, unknown)).map(({ name }) => name);
  if (isFilter && owners.length > 0) return `${what} It is an option of ${listed(owners)}: write the command, too.`;
  if (near.length > 0) return `${what} Did you mean ${near.join(" or ")}?`;
  const elsewhere = owners.length === 0 ? "" : ` It is an option of ${listed(owners)}.`;
  return `${what}${elsewhere} The options are ${options.map((name) => `--${name}`).join(", ")}; \`${helpOf(command, isFilter)}\` explains them.`;
}

const helpOf = ({ name }: Runnable, isFilter: boolean) => (isFilter ? "--help" : `${name} --help`);

const listed = (names: readonly string[]) => names.join(", ").replace(/, ([^,]+)$/, " and $1");

/** Hyphens are no part of a name. */
const quotableOption = (option: string) => option.replace(/[^-].*$/s, (name) => quotableName(name));

const shownOptions = ({ flags }: Runnable) =>
  Object.entries(flags).flatMap(([name, { hidden }]) => (hidden ? [] : [name]));

const hasOption = ({ flags }: Runnable, option: string) =>
  Object.entries(flags).some(
    ([name, { hidden, short }]) =>
      !hidden && (option === `--${name}` || (short !== undefined && option === `-${short}`)),
  );

/** The first option that the command does not have, as it is written. */
function unknownOption({ flags }: Runnable, args: readonly string[]): string | undefined {
  for (const token of tokensOf(args, flags))
    if (token.kind === "option" && !Object.hasOwn(flags, token.name)) return token.rawName;
  return undefined;
}

const firstWord = (args: readonly string[], flags: Runnable["flags"]) =>
  tokensOf(args, flags).find((token) => token.kind === "positional")?.value;

const tokensOf = (args: readonly string[], flags: Runnable["flags"]) =>
  parseArgs({ args: [...args], options: parserOptions(flags), strict: false, allowPositionals: true, tokens: true })
    .tokens;

/** What node's parser says of an option that the command has: its first sentence; the others are about options that begin with more hyphens. */
function parserProblem(command: Runnable, isFilter: boolean, error: unknown): string {
  const [problem = ""] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
  const ambiguous = /'(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous$/.exec(problem)?.[1];
  if (ambiguous !== undefined) return `${problem}. Write \`${ambiguous}=...\` for a value that begins with a dash.`;
  const help = helpOf(command, isFilter);
  const lacking = /'(?:-\w, )?(--[\w-]+) <value>' argument missing/.exec(problem)?.[1];
  if (lacking !== undefined) return `${lacking} needs a value. \`${help}\` says which.`;
  const given = /'(?:-\w, )?(--[\w-]+)' does not take an argument/.exec(problem)?.[1];
  if (given !== undefined) return `${given} is a switch, which takes no value. Leave out \`=\` and what follows.`;
  return `${problem}. \`${help}\` lists the options.`;
}
