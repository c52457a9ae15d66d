import type { Command } from "./command.ts";
import { shownFlags } from "./help-text.ts";
import { completes } from "./value-words.ts";

/** What completes a word: files, folders, one of a list, or nothing. */
export type Words = "file" | "folder" | "nothing" | readonly string[];

/** An option, as shells complete it. */
export interface CompletedOption {
  readonly long: string;
  readonly short?: string;
  readonly help: string;
  readonly isRepeatable: boolean;
  /** Absent for a switch. */
  readonly value?: { readonly name: string; readonly words: Words };
}

/** A command, as shells complete it. */
export interface CompletedCommand {
  readonly name: string;
  readonly title: string;
  readonly options: readonly CompletedOption[];
  readonly argument: Words;
}

/** All that shells complete: the filter's options stand where no command does. */
export interface CompletionModel {
  readonly filter: CompletedCommand;
  readonly commands: readonly CompletedCommand[];
}

export const shells = ["bash", "zsh", "fish"] as const;

/** The commands with their options; `names` are what `explain` explains. */
export function completionModel(table: readonly Command[], names: readonly string[]): CompletionModel {
  const [first, ...others] = table;
  if (first === undefined) throw new Error("There are no commands.");
  const lists = { command: others.map(({ name }) => name), name: names, shell: shells };
  const wordsOf = (word: string, is: "argument" | "value"): Words => {
    const kind = completes(word, is);
    return kind === "command" || kind === "name" || kind === "shell" ? lists[kind] : kind;
  };
  const completed = (command: Command): CompletedCommand => ({
    name: command.name,
    title: command.title,
    options: shownFlags(command).map(([long, { choices, help, repeatable, short, value }]) => ({
      long,
      help,
      isRepeatable: repeatable === true,
      ...(short !== undefined && { short }),
      ...(choices !== undefined
        ? { value: { name: long, words: choices } }
        : value !== undefined && { value: { name: value, words: wordsOf(value, "value") } }),
    })),
    argument: command.takes === "" ? "nothing" : wordsOf(command.takes.split(" ")[0] ?? "", "argument"),
  });
  return { filter: completed(first), commands: others.map(completed) };
}
