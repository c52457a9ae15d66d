import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ObjectFile } from "./object-files.ts";

/** Keeps the files of folders that are not written yet. */
export interface FolderStore {
  /** Keeps these files; the function gives them back, once. */
  readonly keep: (files: readonly ObjectFile[]) => () => readonly ObjectFile[];
  /** Ends it; what is still kept is gone. */
  readonly close: () => void;
}

/** How much is kept in memory: more than a thousand folders of a cluster each. */
const usualBytes = 16 * 2 ** 20;

/**
 * Keeps files in memory, up to a number of bytes, and all more in a temporary file. That has no name: nobody else can open it, and nothing
 * is left of it however the program ends, for there are Secrets among the files.
 */
export function folderStore(bytes = usualBytes): FolderStore {
  let free = bytes;
  let file: number | undefined;
  let end = 0;
  return {
    keep(files) {
      let text: Buffer | undefined = Buffer.from(JSON.stringify(files));
      const { length } = text;
      if (length <= free) {
        free -= length;
        return () => {
          const kept = text ?? Buffer.alloc(0);
          text = undefined;
          free += length;
          return filesOf(kept);
        };
      }
      file ??= namelessFile();
      const [from, at] = [file, end];
      for (let written = 0; written < length; )
        written += writeSync(from, text, written, length - written, at + written);
      end += length;
      text = undefined;
      return () => filesOf(readBack(from, at, length));
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function namelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-store-"));
  try {
    return openSync(join(folder, "folders"), "wx+", 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readBack(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let read = 0; read < length; ) {
    const more = readSync(file, bytes, read, length - read, at + read);
    if (more === 0) throw new Error("The temporary file has been cut off.");
    read += more;
  }
  return bytes;
}

/** They were written here as they are read. */
const filesOf = (text: Buffer): readonly ObjectFile[] => JSON.parse(text.toString("utf8"));
