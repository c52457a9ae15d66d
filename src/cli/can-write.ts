import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { visible } from "../text/visible.ts";
import { UsageError } from "./command.ts";

/** Throws `UsageError` where a file cannot be written as a whole: its folder is not there, or takes no file, or it is a folder itself. */
export function checkWritable(file: string): void {
  try {
    const before = statSync(file, { throwIfNoEntry: false });
    if (before?.isDirectory()) throw new UsageError(`${visible(file)} cannot be written: it is a folder.`);
    accessSync(before === undefined || before.isFile() ? dirname(file) : file, constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** The error that a file cannot be written, by the name that was given. */
export function cannotWrite(file: string, error: unknown): Error {
  if (error instanceof UsageError) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const why =
    code === "ENOENT"
      ? "its folder is not there"
      : code === "EACCES" || code === "EPERM" || code === "EROFS"
        ? "its folder may not be written to"
        : code === "ENOSPC"
          ? "the disk is full"
          : String(code ?? "it failed");
  return new UsageError(`${visible(file)} cannot be written: ${why}.`);
}
