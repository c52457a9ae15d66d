import { explainedNames } from "../explain/explain.ts";
import { noChoice } from "./argument-problem.ts";
import { type Command, UsageError } from "./command.ts";
import { bashCompletion } from "./completion-bash.ts";
import { fishCompletion } from "./completion-fish.ts";
import { completionModel, shells } from "./completion-model.ts";
import { zshCompletion } from "./completion-zsh.ts";
import { exits } from "./exit-codes.ts";
import { outputFlag, withOutput } from "./output-file.ts";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** Prints a script by which a shell completes the arguments of the program. */
export const completionCommand = (all: () => Promise<readonly Command[]>): Command => ({
  name: "completion",
  takes: "SHELL",
  usage: "completion bash|zsh|fish [-o FILE]",
  title: "print a script by which a shell completes commands and options",
  summary: `Prints a script for bash, zsh or fish, which completes commands, options, their choices, the names of rules and of pgBackRest's options, and
files. Load it where your shell starts:
  bash: source <(expand-pgbackrest completion bash)
  zsh:  source <(expand-pgbackrest completion zsh), after compinit
  fish: expand-pgbackrest completion fish | source

The program has to be on your PATH by the name expand-pgbackrest.`,
  examples: [{ does: "write the script for bash to a file", call: "completion bash -o completion.bash" }],
  exitCodes: { 0: exits.done, 2: exits.badArguments },
  flags: { ...outputFlag, help: { short: "h", help: "show this help" } },
  async run({ flags, paths: [name, ...more] }, io) {
    if (name === undefined || more.length > 0)
      throw new UsageError(`completion needs the name of one shell: ${shells.join(", ")}.`);
    const shell = shells.find((each) => each === name);
    if (shell === undefined) throw new UsageError(noChoice("The shell", name, shells));
    withOutput(io, flags).stdout(scripts[shell](completionModel(await all(), explainedNames())));
    return 0;
  },
});
