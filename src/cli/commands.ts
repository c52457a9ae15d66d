import type { Command } from "./command.ts";
import { filterCommand } from "./filter-command.ts";

/** Loads each command, by its name and in the order of the help. The filter must start fast, so none is loaded before it is called. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  render: async () => (await import("./render.ts")).render,
  check: async () => (await import("./check.ts")).check,
  hydrate: async () => (await import("./hydrate.ts")).hydrate,
  plan: async () => (await import("./plan.ts")).plan,
  diff: async () => (await import("./diff.ts")).diff,
  status: async () => (await import("./status.ts")).status,
  runbook: async () => (await import("./runbook.ts")).runbook,
  "restore-patch": async () => (await import("./restore-patch.ts")).restorePatchCommand,
  "clone-patch": async () => (await import("./clone-patch.ts")).clonePatch,
  explain: async () => (await import("./explain.ts")).explainCommand,
  rules: async () => (await import("./rules.ts")).rulesCommand,
  completion: async () => (await import("./completion.ts")).completionCommand(commandTable),
  help: async () => (await import("./help.ts")).helpCommand(commandTable),
  version: async () => (await import("./version-command.ts")).versionCommand,
};

/** Other names of commands, which no list has. */
const otherNames: Readonly<Record<string, string>> = { clone: "clone-patch" };

/** Loads the command that a word names; undefined where it names none. */
export function commandNamed(word: string): (() => Promise<Command>) | undefined {
  const name = (Object.hasOwn(otherNames, word) ? otherNames[word] : undefined) ?? word;
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}

/**
 * The table of commands and their options, the filter first, from which parsing, help, completion, the manual and docs/commands.md are made. Each
 * command stands with its options in its own file.
 */
export async function commandTable(): Promise<readonly Command[]> {
  const { filterDescription } = await import("./filter-description.ts");
  const others = await Promise.all(Object.values(commands).map((load) => load()));
  return [{ ...filterCommand, ...filterDescription }, ...others];
}
