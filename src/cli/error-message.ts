import { visible } from "../text/visible.ts";
import type { Io } from "./io.ts";

/** The environment variable with which an internal error shows its stack. */
const debugVariable = "EXPAND_PGBACKREST_DEBUG";

/** What ended the program, as a sentence for the user; `undefined` where the reader of standard output has gone away. */
export function messageOf(error: unknown, env: Io["env"]): string | undefined {
  if (error instanceof Error) {
    if (error.name === "ReaderGone") return undefined;
    // The stack or a buffer is too small for it; no input may end in a stack trace.
    if (error instanceof RangeError)
      return `The input is too large to read, or nested too deeply (${visible(error.message)}).`;
    // By name: subcommands are bundled apart, with classes of their own.
    if (error.name === "UnreadableInput" || error.name === "UsageError") return visible(error.message);
    if (isFileError(error)) return visible(fileProblem(error));
    if (env[debugVariable]) return `Internal error.\n${error.stack}`;
  }
  const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `Internal error (${visible(problem)}). Please report it at https://github.com/cybertec-postgresql/expand-pgbackrest/issues; ${debugVariable}=1 shows where it happened.`;
}

/** What the system says of files and streams: a folder where a file should be, a full disk. */
const isFileError = (error: Error): error is Error & { readonly path?: unknown } => "syscall" in error;

/** `ENOENT: no such file or directory, open 'x'` as `x: no such file or directory.`; streams have no path. */
const fileProblem = ({ path, message }: { readonly path?: unknown; readonly message: string }) =>
  `${path === undefined ? "" : `${path}: `}${message.replace(/^\w+: /, "").replace(/, \w+( '.*)?$/s, "")}.`;
