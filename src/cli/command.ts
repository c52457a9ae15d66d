import type { ParseArgsConfig, parseArgs } from "node:util";
import { quotableName } from "../text/quotable.ts";
import type { Io } from "./io.ts";

/** 0 done, 1 findings of severity error, 2 input or arguments that cannot be read, 3 a bad functionConfig. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A flag as `--help` shows it. `value` names what follows it; without one it is a switch. The first of `choices` is the default. */
export interface Flag {
  readonly short?: string;
  readonly value?: string;
  readonly choices?: readonly string[];
  /** Without the flag, something else is asked before the first of `choices` counts: a file with settings. */
  readonly isAlsoInFile?: true;
  /** May be given several times; its values are in `lists`. */
  readonly repeatable?: true;
  /** Of two, one would be ignored where all depends on it: it is refused instead. Of other flags the last one counts. */
  readonly onlyOnce?: true;
  /** The arguments between its value and the next flag are in `after`, not in `paths`. */
  readonly takesFollowing?: true;
  /** Another name that still works, and that `--help` leaves out. */
  readonly hidden?: true;
  readonly help: string;
}

/** A subcommand: what it is called with, and what it does. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly run: (given: Given, io: Io) => Promise<ExitCode>;
  /** The exit code where it fails; 2 where it says nothing else. */
  readonly failure?: ExitCode;
}

/** Arguments that fit a command: paths in order, flags by name, the values of repeatable flags by name, and what follows some of these. */
export interface Given {
  readonly paths: readonly string[];
  readonly after: Readonly<Record<string, readonly string[]>>;
  readonly flags: Readonly<Record<string, string | true | undefined>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** Arguments that do not fit, as a sentence for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads the arguments of a command; throws `UsageError`. */
export async function readArguments(command: Command, args: readonly string[]): Promise<Given> {
  // The usual call has no arguments, and node's parser for them takes its time to load.
  if (args.length === 0) {
    return {
      paths: [],
      after: {},
      flags: Object.fromEntries(Object.entries(command.flags).map(([name, flag]) => [name, defaultOf(flag)])),
      lists: {},
    };
  }
  const options: ParseArgsConfig["options"] = {};
  for (const [name, { short, value, choices, repeatable }] of Object.entries(command.flags)) {
    options[name] = {
      type: value === undefined && choices === undefined ? "boolean" : "string",
      ...(short !== undefined && { short }),
      ...(repeatable && { multiple: true }),
    };
  }
  const { values, tokens = [] } = await parse({ args: [...args], options, allowPositionals: true, tokens: true });
  for (const [name, { onlyOnce }] of Object.entries(command.flags))
    if (onlyOnce && tokens.filter((token) => token.kind === "option" && token.name === name).length > 1)
      throw new UsageError(`--${name} is given twice, and only one can be meant. Remove one of the two.`);
  const { paths, after } = byPlace(command, tokens);
  const flags: Record<string, string | true | undefined> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const [name, flag] of Object.entries(command.flags)) {
    const { choices } = flag;
    const value = values[name];
    if (Array.isArray(value)) {
      lists[name] = value.map(String);
      continue;
    }
    const text = typeof value === "string" ? value : value === true ? true : defaultOf(flag);
    if (choices !== undefined && typeof text === "string" && !choices.includes(text)) {
      throw new UsageError(`--${name} cannot be \`${quotableName(text)}\`; write one of ${choices.join(", ")}.`);
    }
    flags[name] = text;
  }
  return { paths, after, flags, lists };
}

const defaultOf = ({ choices, isAlsoInFile }: Flag) => (isAlsoInFile ? undefined : choices?.[0]);

/** Tells the arguments that follow a flag which takes them from the others. */
function byPlace({ flags }: Command, tokens: readonly Token[]): Pick<Given, "paths" | "after"> {
  const paths: string[] = [];
  const after: Record<string, string[]> = {};
  let into = paths;
  for (const token of tokens) {
    if (token.kind === "positional") into.push(token.value);
    else if (token.kind === "option" && flags[token.name]?.takesFollowing) {
      into = after[token.name] ?? [];
      after[token.name] = into;
    } else into = paths;
  }
  return { paths, after };
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

async function parse(config: ParseArgsConfig) {
  const node = await import("node:util");
  try {
    return node.parseArgs(config);
  } catch (error) {
    // Its first sentence; the others are about options that begin with more hyphens.
    const [problem = ""] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    const ambiguous = /'(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous$/.exec(problem)?.[1];
    throw new UsageError(
      ambiguous === undefined
        ? `${problem}. \`--help\` lists the options.`
        : `${problem}. Write \`${ambiguous}=...\` for a value that begins with a dash.`,
    );
  }
}

/**
 * What to type to call the program. Where kubectl found it as a plugin, that is a command of kubectl: an underscore in the name of its file is a hyphen
 * there (https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/#names-with-dashes-and-underscores).
 */
function callOf(program = ""): string {
  const plugin = /(?:^|[/\\])kubectl-([^/\\]+?)(?:\.\w+)?$/.exec(program)?.[1];
  return plugin === undefined ? "expand-pgbackrest" : `kubectl ${plugin.replaceAll("-", " ").replaceAll("_", "-")}`;
}

/** The help text of a command, from the command itself. */
export function helpOf({ usage, summary, flags }: Command, program?: string): string {
  const rows = Object.entries(flags).flatMap(([name, { short, value, choices, help, hidden }]) => {
    if (hidden) return [];
    const argument = choices === undefined ? value : choices.join("|");
    return [
      [
        `  ${short === undefined ? "    " : `-${short}, `}--${name}${argument === undefined ? "" : ` ${argument}`}`,
        help,
      ] as const,
    ];
  });
  const width = Math.max(0, ...rows.map(([left]) => left.length)) + 2;
  const table = rows.map(([left, help]) => `${left.padEnd(width)}${help}\n`).join("");
  return `Usage: ${callOf(program)} ${usage}\n\n${summary}\n${table === "" ? "" : `\nOptions:\n${table}`}`;
}
