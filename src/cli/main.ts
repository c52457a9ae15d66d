import { quotableName } from "../text/quotable.ts";
import { version } from "../version.ts";
import { type ExitCode, helpOf, readArguments, UsageError } from "./command.ts";
import { commands } from "./commands.ts";
import { messageOf } from "./error-message.ts";
import { filterCommand } from "./filter-command.ts";
import { type Io, processIo } from "./io.ts";

/** Other names of commands, which no list has. */
const otherNames: Readonly<Record<string, string>> = { clone: "clone-patch" };

/** Runs the program and returns its exit code. Bad input and bad arguments end in a sentence on standard error, never in a stack trace. */
export async function main(args: readonly string[], io: Io = processIo): Promise<ExitCode> {
  let failure: ExitCode = 2;
  try {
    const [first = ""] = args;
    const name = (Object.hasOwn(otherNames, first) ? otherNames[first] : undefined) ?? first;
    const load = Object.hasOwn(commands, name) ? commands[name]?.load : undefined;
    const command = load === undefined ? filterCommand : await load();
    failure = command.failure ?? failure;
    const given = await readArguments(command, load === undefined ? args : args.slice(1));
    if (given.flags.help === true) io.stdout(helpOf(command, io.program));
    else if (given.flags.version === true) io.stdout(`${version}\n`);
    else {
      const [unexpected] = given.paths;
      if (load === undefined && unexpected !== undefined) {
        throw new UsageError(
          `\`${quotableName(unexpected)}\` is not a command. The commands are ${Object.keys(commands).join(", ")}; without one, the program is a filter.`,
        );
      }
      return await command.run(given, io);
    }
    return 0;
  } catch (error) {
    say(io, error);
    return failure;
  }
}

/** Where nobody reads standard error either, nothing is left to say. */
function say(io: Io, error: unknown): void {
  const message = messageOf(error, io.env);
  if (message === undefined) return;
  try {
    io.stderr(`expand-pgbackrest: ${message}\n`);
  } catch {}
}
