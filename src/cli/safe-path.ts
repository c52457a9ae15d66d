import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { UsageError } from "./command.ts";

/** What stands at a path itself; a link is not followed. */
export type Standing = "nothing" | "file" | "folder" | "link" | "other";

export function standing(path: string): Standing {
  const found = lstat(path);
  if (found === undefined) return "nothing";
  if (found.isSymbolicLink()) return "link";
  return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
}

/** The folder that the user named to write to. It may be a link, which is resolved here once; below it, none is followed. */
export function outputFolder(named: string): string {
  const path = withoutSlash(named);
  if (standing(path) !== "link") return path;
  try {
    return realpathSync(path);
  } catch {
    throw new UsageError(`${path} is a symbolic link that leads nowhere. Remove it, or choose another folder with -o.`);
  }
}

const withoutSlash = (path: string) => join(path).replace(/(?<=.)\/$/, "");

/** A folder, and all between it and one of its own: `out`, `out/a`, `out/a/b`. */
export function levels(top: string, folder: string): readonly string[] {
  const parts = relative(top, folder)
    .split("/")
    .filter((part) => part !== "");
  return [top, ...parts.map((_, index) => join(top, ...parts.slice(0, index + 1)))];
}

/** Throws `UsageError` where what lies between two folders, or the lower one itself, is not a folder of its own, but a link or a file. */
export function refuseLinks(top: string, folder: string): void {
  for (const level of levels(top, folder).slice(1)) {
    const at = standing(level);
    if (at === "nothing") return;
    if (at !== "folder") throw refusal(level, at);
  }
}

/** Why a path is left alone, and what to do. */
export function refusal(path: string, at: Standing): UsageError {
  if (at === "link")
    return new UsageError(
      `${path} is a symbolic link. Links below the output folder are not followed: remove it, or choose another folder with -o.`,
    );
  return new UsageError(`${path} exists and is not a folder. Choose another OUT.`);
}

/** Makes a folder and those above it, up to one that the user named. Throws `UsageError` where a link or a file is in the way. */
export function makeFolder(top: string, folder: string): void {
  const at = standing(top);
  if (at === "nothing") mkdirSync(top, { recursive: true });
  else if (at !== "folder") throw refusal(top, at);
  for (const level of levels(top, folder).slice(1)) makeOne(level);
}

/** Makes a folder in one that is there. Throws `UsageError` where a link or a file is in the way. */
export function makeOne(folder: string): void {
  for (;;) {
    // Most folders are there, and to fail costs more than to ask.
    const at = standing(folder);
    if (at === "folder") return;
    if (at !== "nothing") throw refusal(folder, at);
    try {
      mkdirSync(folder);
      return;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error; // else another run has just made it
    }
  }
}

/** Writes a file that must not be there, not even as a link. `mode` is subject to the umask. */
export function writeNewFile(path: string, text: string, mode = 0o666): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow, mode);
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** The text of a regular file; `undefined` where something else is there, or nothing. */
export function readRegularFile(path: string): string | undefined {
  if (standing(path) !== "file") return undefined;
  const file = openSync(path, constants.O_RDONLY | noFollow);
  try {
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

/** Windows has none. */
const noFollow = constants.O_NOFOLLOW ?? 0;

function lstat(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (hasCode(error, "ENOTDIR")) return undefined; // below a file there is nothing
    throw error;
  }
}

/** Whether it is an error of the system with one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);
