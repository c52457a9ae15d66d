import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file as a whole or not at all: what stood there before stays until everything is on the disk, so that a full disk or the end of
 * the process leaves no half of a list that still parses. A file keeps its mode, a new one gets `mode`; a link leads to the file that is written. What is not a
 * regular file, such as a pipe or `/dev/stdout`, is written to directly.
 */
export function writeWholeFile(path: string, parts: ReadonlyArray<Uint8Array | string>, mode = 0o666): void {
  const before = statSync(path, { throwIfNoEntry: false });
  // `/dev/stdout` may lead to a file that the shell has open and that others append to.
  if (before !== undefined && (!before.isFile() || path.startsWith("/dev/"))) {
    write(openSync(path, "w"), parts);
    return;
  }
  const target = before === undefined ? path : realpathSync(path);
  const fresh = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
  try {
    write(openSync(fresh, "wx", before === undefined ? mode : before.mode), parts, fsyncSync);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    // Whoever reads the message knows only the file that was to be written.
    if (error instanceof Error && "path" in error && error.path === fresh) error.path = path;
    throw error;
  }
}

function write(
  file: number,
  parts: ReadonlyArray<Uint8Array | string>,
  finish: (file: number) => void = () => {},
): void {
  try {
    for (const part of parts) {
      const bytes = typeof part === "string" ? Buffer.from(part) : part;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    }
    finish(file);
  } finally {
    closeSync(file);
  }
}
