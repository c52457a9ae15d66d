import { readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { visible } from "../text/visible.ts";
import { writtenBeside } from "./write-file.ts";

/** A regular file, by its real path, with what is in it and what is to be. */
export interface Rewrite {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Changes files together or not at all: all are written beside first, and nothing is changed where one cannot be, or is no longer what was read.
 * If one cannot be put in its place after that, those that were are put back. The error says what was left changed, if anything was.
 * `rename` puts a file in its place.
 */
export function writeTogether(rewrites: readonly Rewrite[], rename: Rename = renameSync): void {
  const changed = rewrites.filter(({ before, after }) => before !== after);
  const fresh: Beside[] = [];
  const removeFresh = () => {
    for (const { beside } of fresh) rmSync(beside, { force: true });
  };
  try {
    for (const { path, before, after } of changed) {
      checkUnchanged(path, before);
      fresh.push({ path, before, after, beside: besideOf(path, after) });
    }
    // Writing them all took time.
    for (const { path, before } of fresh) checkUnchanged(path, before);
  } catch (error) {
    removeFresh();
    throw error;
  }
  const done: Rewrite[] = [];
  for (const each of fresh)
    try {
      rename(each.beside, each.path);
      done.push(each);
    } catch (error) {
      removeFresh();
      const left = done.filter((other) => !putBack(other, rename)).map(({ path }) => path);
      throw notWritten(each.path, error, left);
    }
}

type Rename = (from: string, to: string) => void;

interface Beside extends Rewrite {
  readonly beside: string;
}

function checkUnchanged(path: string, before: string): void {
  if (readFileSync(path, "utf8") !== before)
    throw new Error(
      `${visible(path)} was changed in the meantime. No file was changed by this program; run the command again.`,
    );
}

function besideOf(path: string, text: string): string {
  try {
    return writtenBeside(path, [text], statSync(path));
  } catch (error) {
    throw notWritten(path, error, []);
  }
}

/** True where the file has its old content again. */
function putBack({ path, before }: Rewrite, rename: Rename): boolean {
  try {
    const beside = writtenBeside(path, [before], statSync(path));
    try {
      rename(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
    return true;
  } catch {
    return false;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "its folder may not be written to",
  EPERM: "its folder may not be written to",
  EROFS: "its file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk's quota is used up",
  EEXIST: "a file of an earlier run is in the way, whose name begins with a dot and ends in .new; remove it",
};

function notWritten(path: string, error: unknown, left: readonly string[]): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "it failed";
  const rest = left.length === 0 ? "No file was changed." : `Changed all the same: ${left.map(visible).join(", ")}.`;
  return new Error(`${visible(path)} cannot be written: ${reasons[code] ?? code}. ${rest}`);
}
