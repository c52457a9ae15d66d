import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { named } from "./named-error.ts";

/**
 * Writes a file as a whole or not at all: what stood there before stays until everything is on the disk, so that a full disk or the end of
 * the process leaves no half of a list that still parses. A file keeps its mode and, where that is allowed, its owner; a new one gets `mode`; a link
 * leads to the file that is written. What is not a regular file, such as a pipe or `/dev/stdout`, is written to directly.
 */
export function writeWholeFile(path: string, parts: Iterable<Uint8Array | string>, mode = 0o666): void {
  const before = statSync(path, { throwIfNoEntry: false });
  // `/dev/stdout` may lead to a file that the shell has open and that others append to.
  if (before !== undefined && (!before.isFile() || path.startsWith("/dev/"))) {
    named(path, () => write(openSync(path, "w"), parts));
    return;
  }
  const target = before === undefined ? path : realpathSync(path);
  named(path, () => {
    const fresh = writtenBeside(target, parts, before ?? mode);
    try {
      renameSync(fresh, target);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
  });
}

/**
 * Writes what a file is to become to a new file beside it, and to the disk. Returns the path of that. `like` is the file as it is, whose mode and
 * owner the new one gets, or the mode of one that is not there yet.
 */
export function writtenBeside(target: string, parts: Iterable<Uint8Array | string>, like: Stats | number): string {
  const fresh = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
  const file = openSync(fresh, "wx", typeof like === "number" ? like : like.mode & 0o700);
  try {
    write(file, parts, (open) => {
      if (typeof like !== "number") becomeLike(open, like);
      fsyncSync(open);
    });
    return fresh;
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** The mode that is asked for when a file is made is cut by the umask. */
function becomeLike(file: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch (error) {
    // Only root may give a file away; its group, or its owner, is then that of a new file.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
  fchmodSync(file, mode & 0o7777);
}

function write(file: number, parts: Iterable<Uint8Array | string>, finish: (file: number) => void = () => {}): void {
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
