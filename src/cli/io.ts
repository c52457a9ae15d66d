import { fstatSync, readFileSync, readSync, writeSync } from "node:fs";
import { named } from "./named-error.ts";

/** The effects of the program; tests pass their own. */
export interface Io {
  readonly stdin: () => Buffer;
  readonly stdout: (part: Uint8Array | string) => void;
  readonly stderr: (text: string) => void;
  /** True where a person reads standard output. */
  readonly terminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file that was called, by the name of the link where it was one. */
  readonly program?: string | undefined;
  /** Tells whether a person would have to type the standard input. */
  readonly typed?: () => Promise<boolean>;
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
  get program() {
    return process.argv[1];
  },
  // A pipe and a file are not devices; loading node:tty is worth it only for a device.
  typed: async () => fstatSync(0).isCharacterDevice() && (await import("node:tty")).isatty(0),
};

/** The reader has gone away (EPIPE), so nothing is left to write to. */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/**
 * Reads a file (a path), or all of standard input for 0. A large list is in memory once, and never copied: WebAssembly's memory grows in
 * place, which is the only growing memory whose bytes V8 reads at full speed (a resizable ArrayBuffer: three times slower).
 */
export function readAll(file: number | string): Buffer {
  if (typeof file === "string") return named(file, () => readFileSync(file));
  const first = Buffer.allocUnsafeSlow(pageSize);
  const length = fill(file, first, 0);
  if (length < first.length) return first.subarray(0, length);
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 2 ** 16 });
  Buffer.from(memory.buffer).set(first);
  for (let read = length; ; ) {
    read = fill(file, Buffer.from(memory.buffer), read);
    if (read < memory.buffer.byteLength) return Buffer.from(memory.buffer, 0, read);
    memory.grow(read / pageSize);
  }
}

/** As much of it as is used here; TypeScript declares it for browsers only. */
declare const WebAssembly: {
  readonly Memory: new (pages: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
};

/** Bytes of a page of WebAssembly's memory, and what a pipe holds. */
const pageSize = 1 << 16;

/** Reads until the buffer is full or the input ends; returns how much of the buffer is filled. */
function fill(file: number, buffer: Buffer, from: number): number {
  let length = from;
  while (length < buffer.length) {
    const bytes = readSome(file, buffer.subarray(length));
    if (bytes === 0) break;
    length += bytes;
  }
  return length;
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
