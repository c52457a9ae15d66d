import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** When a program is ended before its own end. */
export interface Limits {
  readonly stop: AbortSignal;
  readonly seconds: number;
  /** Of each of its two streams. */
  readonly bytes: { readonly output: number; readonly errors: number };
  /** All that the program is told, if not what this one is. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How a program ended: by itself, or because it was stopped, took too long or printed too much. */
export type Ended =
  | {
      readonly by: "itself";
      readonly status: number | NodeJS.Signals;
      readonly output: Buffer;
      readonly errors: Buffer;
    }
  | { readonly by: "timeout"; readonly errors: Buffer }
  | { readonly by: "stop" | "bytes" }
  | { readonly by: "start"; readonly message: string; readonly isMissing: boolean };

/** Milliseconds from the request to end until the end is no longer a request. */
const grace = 2000;

/** Runs a program, with all programs that it starts, in a group of processes of its own. None of the group is left when it has ended. */
export function runProgram(
  program: string,
  args: readonly string[],
  { stop, seconds, bytes, env = process.env }: Limits,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, env });
    let ending: "stop" | "timeout" | "bytes" | undefined;
    let last: NodeJS.Timeout | undefined;
    const signalGroup = (signal: NodeJS.Signals) => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, signal);
      } catch {
        // All of them have ended.
      }
    };
    const end = (why: "stop" | "timeout" | "bytes") => {
      if (ending !== undefined) return;
      ending = why;
      signalGroup("SIGTERM");
      last = setTimeout(() => {
        signalGroup("SIGKILL");
        for (const stream of [child.stdout, child.stderr]) stream.destroy(); // one that left the group may hold them
      }, grace);
    };
    const onStop = () => end("stop");
    const timer = setTimeout(end, seconds * 1000, "timeout");
    const settle = (ended: Ended) => {
      clearTimeout(timer);
      clearTimeout(last);
      stop.removeEventListener("abort", onStop);
      resolve(ended);
    };
    const output = collected(child.stdout, bytes.output, () => end("bytes"));
    const errors = collected(child.stderr, bytes.errors, () => end("bytes"));
    child.on("error", (error: NodeJS.ErrnoException) =>
      settle({ by: "start", message: error.message, isMissing: error.code === "ENOENT" }),
    );
    child.on("close", (status, signal) => {
      signalGroup("SIGKILL"); // those that neither print nor end
      if (ending === "timeout") settle({ by: ending, errors: errors() });
      else if (ending !== undefined) settle({ by: ending });
      else settle({ by: "itself", status: status ?? signal ?? 1, output: output(), errors: errors() });
    });
    stop.addEventListener("abort", onStop);
    if (stop.aborted) onStop();
  });
}

/** What a stream brings, up to a number of bytes; then it is closed, and `tooMuch` is called. */
function collected(stream: Readable, bytes: number, tooMuch: () => void): () => Buffer {
  let parts: Buffer[] = [];
  let length = 0;
  stream.on("data", (part: Buffer) => {
    length += part.length;
    if (length <= bytes) return parts.push(part);
    parts = [];
    stream.destroy();
    return tooMuch();
  });
  return () => Buffer.concat(parts);
}
