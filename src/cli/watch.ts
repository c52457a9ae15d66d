import { setTimeout as pause } from "node:timers/promises";
import type { ExitCode } from "./command.ts";
import { messageOf } from "./error-message.ts";
import type { Io } from "./io.ts";

/** What a pass found. */
export interface Pass {
  /** It ends with a line break. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** The exit code of a pass that failed: nothing is known. */
const failedPass: ExitCode = 3;

/**
 * Looks again and again, until SIGINT or SIGTERM, and gives the exit code of the last pass that ended. A terminal shows the last pass alone, as much
 * of its beginning as fits; elsewhere passes follow each other, with a line `---` between them. A pass that fails is said, and the next one
 * follows; only where nobody reads any more, it ends, with the exit code of that pass.
 */
export async function watch(
  pass: (stop: AbortSignal) => Promise<Pass>,
  given: {
    readonly io: Io;
    /** How long it waits between two passes. */
    readonly seconds: number;
    readonly isTerminal: boolean;
    /** How large the terminal is now. */
    readonly size?: () => { readonly rows: number; readonly columns: number };
  },
): Promise<ExitCode> {
  const { io, isTerminal, seconds, size = terminalSize } = given;
  const stop = new AbortController();
  const end = () => stop.abort();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);
  const stopped = new Promise<undefined>((resolve) => stop.signal.addEventListener("abort", () => resolve(undefined)));
  let exitCode: ExitCode = failedPass;
  let isFirst = true;
  let isPrinted = false;
  try {
    while (!stop.signal.aborted) {
      const done = await Promise.race([settled(pass, stop.signal, io), stopped]);
      if (done === undefined) break;
      exitCode = done.exitCode;
      if (isTerminal) io.stdout(screen(`${done.text}${done.problem}`, isFirst, size()));
      else {
        if (done.text !== "") io.stdout(`${isPrinted ? "---\n" : ""}${done.text}`);
        isPrinted ||= done.text !== "";
        if (done.problem !== "") io.stderr(done.problem);
      }
      isFirst = false;
      await pause(seconds * 1000, undefined, { signal: stop.signal }).catch(() => {});
    }
    return exitCode;
  } catch (error) {
    // `--watch 5 | head -1`: who reads has seen enough, and what was found is known.
    if (error instanceof Error && error.name === "ReaderGone") return exitCode;
    throw error;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, end);
  }
}

async function settled(
  pass: (stop: AbortSignal) => Promise<Pass>,
  stop: AbortSignal,
  io: Io,
): Promise<Pass & { readonly problem: string }> {
  try {
    return { ...(await pass(stop)), problem: "" };
  } catch (error) {
    const message = messageOf(error, io.env);
    if (message === undefined) throw error; // the reader has gone away
    return { text: "", exitCode: failedPass, problem: `expand-pgbackrest: ${message}\n` };
  }
}

/**
 * What makes a terminal show a text in the place of the last one. It overwrites line by line, for a terminal that is cleared first flickers; and
 * it stays on the screen when the program ends.
 */
function screen(text: string, isFirst: boolean, size: { readonly rows: number; readonly columns: number }): string {
  const lines = text.trimEnd().split("\n");
  const shown = fitting(lines, size);
  const more = shown.length < lines.length ? [`(${lines.length - shown.length} more lines)`] : [];
  const start = isFirst ? "\u001b[2J\u001b[H" : "\u001b[H";
  return `${start}${[...shown, ...more].map((line) => `${line}\u001b[K\n`).join("")}\u001b[J`;
}

/** The first lines, as many as fit; a long line takes several rows. The last two rows are for the number of others and for the cursor. */
function fitting(lines: readonly string[], { columns, rows }: { readonly rows: number; readonly columns: number }) {
  const heights = lines.map((line) => Math.max(1, Math.ceil(line.replace(/\u001b\[\d+m/g, "").length / columns)));
  if (heights.reduce((sum, height) => sum + height, 0) < rows) return lines;
  let left = rows - 2;
  const end = heights.findIndex((height) => {
    left -= height;
    return left < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

const terminalSize = () => ({ rows: process.stdout.rows ?? 24, columns: process.stdout.columns ?? 80 });
