import { noCommand } from "./argument-problem.ts";
import { type Command, UsageError } from "./command.ts";
import { exits } from "./exit-codes.ts";
import { helpText } from "./help-text.ts";

/** Shows the help of a command, or the list of commands. */
export const helpCommand = (all: () => Promise<readonly Command[]>): Command => ({
  name: "help",
  takes: "[COMMAND]",
  usage: "help [COMMAND]",
  title: "show the help of a command, or this",
  summary: `Shows what COMMAND does, its options, examples and exit codes.
Without COMMAND, it shows those of the filter, and lists the commands.`,
  examples: [{ does: "show the options of check", call: "help check" }],
  exitCodes: { 0: exits.done, 2: exits.badArguments },
  flags: { help: { short: "h", help: "show this help" } },
  async run({ paths: [name = "filter", ...more] }, io) {
    if (more.length > 0) throw new UsageError("help takes one command. Leave out what follows it.");
    io.stdout(helpFor(name, await all(), io.program));
    return 0;
  },
});

/** The help of the command of this name among all, of which the filter is the first. Throws `UsageError`. */
export function helpFor(name: string, all: readonly Command[], program: string | undefined): string {
  const command = all.find((each) => each.name === name);
  const [filter, ...others] = all;
  if (command === undefined)
    throw new UsageError(
      noCommand(
        name,
        others.map((each) => each.name),
      ),
    );
  return helpText(command, program, command === filter ? others : []);
}
