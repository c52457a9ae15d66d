import type { Io } from "./io.ts";

/** 0 done, 1 findings of severity error, 2 input or arguments that cannot be read, 3 a bad functionConfig. */
export type ExitCode = 0 | 1 | 2 | 3;

/**
 * An option as help, completion and the manual show it. `value` names what follows it; without one it is a switch. The first of `choices` is the
 * default.
 */
export interface Flag {
  readonly short?: string;
  /** A name of `valueWords` in value-words.ts, by which shells know what to complete. */
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

/** What a command needs to be run. */
export interface Runnable {
  readonly name: string;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly run: (given: Given, io: Io) => Promise<ExitCode>;
  /** The exit code where it fails; 2 where it says nothing else. */
  readonly failure?: ExitCode;
}

/** A command: what it is called with, and what it does. Parsing, help, completion, the manual and docs/commands.md are made of this. */
export interface Command extends Runnable {
  /** What stands behind its name, and is not an option: `PATH...`; in the list of commands. */
  readonly takes: string;
  /** The call in one line, or in several, each from the command's name on. */
  readonly usage: string;
  /** What it does, for a list of commands: a phrase that begins with a verb, without a full stop. */
  readonly title: string;
  /** What it does, in sentences. */
  readonly summary: string;
  /** Calls that work, without the name of the program. */
  readonly examples: readonly CommandExample[];
  /** When it ends with which exit code; of all that occur, in their order. */
  readonly exitCodes: Readonly<Partial<Record<ExitCode, string>>>;
}

/** A call, and what it does: a phrase that begins with a verb, without a full stop. */
export interface CommandExample {
  readonly does: string;
  readonly call: string;
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
