import { readArguments } from "./arguments.ts";
import { type ExitCode, UsageError } from "./command.ts";
import { commandNamed, commands, commandTable } from "./commands.ts";
import { messageOf } from "./error-message.ts";
import { filterCommand } from "./filter-command.ts";
import { type Io, processIo } from "./io.ts";

/** Runs the program and returns its exit code. Bad input and bad arguments end in a sentence on standard error, never in a stack trace. */
export async function main(args: readonly string[], io: Io = processIo): Promise<ExitCode> {
  let failure: ExitCode = 2;
  try {
    const at = await commandPlace(args);
    const load = at === undefined ? undefined : commandNamed(args[at] ?? "");
    const command = load === undefined ? filterCommand : await load();
    failure = command.failure ?? failure;
    const given = await readArguments(command, args, { commandAt: at, all: commandTable });
    const [unexpected] = given.paths;
    if (given.flags.help === true) {
      const { helpFor } = await import("./help.ts");
      io.stdout(helpFor(command.name, load === undefined ? await commandTable() : [await load()], io.program));
    } else if (given.flags.version === true) io.stdout((await import("./version-command.ts")).versionText());
    else if (load === undefined && unexpected !== undefined)
      throw new UsageError((await import("./argument-problem.ts")).noCommand(unexpected, Object.keys(commands)));
    else return await command.run(given, io);
    return 0;
  } catch (error) {
    say(io, error);
    return failure;
  }
}

/** Which argument is the command; undefined for the filter. It may follow options, and they may have its name for a value. */
async function commandPlace(args: readonly string[]): Promise<number | undefined> {
  const at = args.findIndex((word) => commandNamed(word) !== undefined);
  if (at <= 0) return at < 0 ? undefined : at;
  return (await import("./command-place.ts")).commandPlace(args);
}

/** Where nobody reads standard error either, nothing is left to say. */
function say(io: Io, error: unknown): void {
  const message = messageOf(error, io.env);
  if (message === undefined) return;
  try {
    io.stderr(`expand-pgbackrest: ${message}\n`);
  } catch {}
}
