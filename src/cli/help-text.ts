import type { Command, Flag } from "./command.ts";

const repository = "https://github.com/cybertec-postgresql/expand-pgbackrest";

/** Where the documentation of a command is. */
export const pageOf = (name: string): string => `${repository}/blob/main/docs/commands.md#${name}`;

/**
 * What to type to call the program. Where kubectl found it as a plugin, that is a command of kubectl: an underscore in the name of its file is a hyphen
 * there (https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/#names-with-dashes-and-underscores).
 */
export function callOf(program = ""): string {
  const plugin = /(?:^|[/\\])kubectl-([^/\\]+?)(?:\.\w+)?$/.exec(program)?.[1];
  return plugin === undefined ? "expand-pgbackrest" : `kubectl ${plugin.replaceAll("-", " ").replaceAll("_", "-")}`;
}

/** An option with what follows it, as help shows it: `-o, --output FILE`. */
export function optionText(name: string, { choices, short, value }: Flag): string {
  const argument = choices === undefined ? value : choices.join("|");
  return `${short === undefined ? "" : `-${short}, `}--${name}${argument === undefined ? "" : ` ${argument}`}`;
}

/** The options that help shows. */
export const shownFlags = ({ flags }: Pick<Command, "flags">): ReadonlyArray<readonly [string, Flag]> =>
  Object.entries(flags).filter(([, { hidden }]) => !hidden);

/** The help text of a command, from the command itself; that of the filter lists the commands. */
export function helpText(command: Command, program: string | undefined, listed: readonly Command[] = []): string {
  const { examples, exitCodes, name, summary, usage } = command;
  const call = callOf(program);
  const options = shownFlags(command).map(([each, flag]) => [
    `${flag.short === undefined ? "    " : ""}${optionText(each, flag)}`,
    flag.help,
  ]);
  const rows = listed.map((each) => [`${each.name} ${each.takes}`.trimEnd(), each.title]);
  return [
    `Usage: ${call} ${usage}\n\n${summary}\n`,
    section("Commands (each has --help)", table(rows)),
    section("Options", table(options)),
    section("Examples", examples.map(({ call: args, does }) => `  ${call} ${args}\n      ${does}\n`).join("")),
    section("Exit codes", table(Object.entries(exitCodes))),
    `\nDocumentation: ${pageOf(name)}\n`,
  ].join("");
}

const section = (title: string, text: string) => (text === "" ? "" : `\n${title}:\n${text}`);

function table(rows: ReadonlyArray<readonly string[]>): string {
  const width = Math.max(0, ...rows.map(([left = ""]) => left.length)) + 2;
  return rows.map(([left = "", right = ""]) => `  ${left.padEnd(width)}${right}\n`).join("");
}
