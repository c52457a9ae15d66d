import { readFileSync, readSync, writeSync } from "node:fs";

/** The effects of the program; tests pass their own. */
export interface Io {
  readonly stdin: () => Buffer;
  readonly stdout: (part: Uint8Array | string) => void;
  readonly stderr: (text: string) => void;
  /** True where a person reads standard output. */
  readonly terminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The process's own streams, read and written synchronously: the stream objects of node cost a fifth of the whole start-up. */
export const processIo: Io = {
  stdin: () => readAll(0),
  stdout: (part) => writeAll(1, part),
  stderr: (text) => writeAll(2, text),
  get terminal() {
    // Not node:tty: to load it takes a tenth of the start-up.
    return process.stdout.isTTY === true;
  },
  env: process.env,
};

/** The reader has gone away (EPIPE), so there is nobody left to write to. */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/** Reads a file (a path), or all of standard input for 0. Grows one buffer, so that a large list is in memory once. */
export function readAll(file: number | string): Buffer {
  if (typeof file === "string") return readFileSync(file);
  const memory = new ArrayBuffer(1 << 16, { maxByteLength: 2 ** 32 - 1 });
  let length = 0;
  for (;;) {
    if (length === memory.byteLength) memory.resize(memory.byteLength * 2);
    const bytes = readSome(file, new Uint8Array(memory, length));
    if (bytes === 0) return Buffer.from(memory, 0, length);
    length += bytes;
  }
}

function readSome(file: number, into: Uint8Array): number {
  for (;;) {
    try {
      return readSync(file, into);
    } catch (error) {
      if (codeOf(error) === "EOF") return 0;
      if (codeOf(error) !== "EAGAIN") throw error;
      pause(); // the other end set the pipe to non-blocking and has nothing yet
    }
  }
}

function writeAll(file: number, part: Uint8Array | string): void {
  const bytes = typeof part === "string" ? Buffer.from(part) : part;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      if (codeOf(error) === "EPIPE") throw new ReaderGone();
      if (codeOf(error) !== "EAGAIN") throw error;
      pause();
    }
  }
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
