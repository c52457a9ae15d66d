import { existsSync, type Stats, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { quotableText } from "../text/quotable.ts";
import { UsageError } from "./command.ts";

/**
 * Says once, before any folder fails for it, that the command to build folders with is not there. Without a search path, the system decides.
 * Throws `UsageError`.
 */
export function requireProgram([program = ""]: readonly string[], path: string | undefined, isDefault: boolean): void {
  const isFound = program.includes("/") ? existsSync(program) : path === undefined || isOnPath(program, path);
  if (isFound) return;
  const missing = isDefault
    ? "Neither kustomize nor kubectl is on the PATH (the container image of this program has neither)"
    : `\`${quotableText(program)}\`, which is to build the folders, is not there (the container image of this program has no kustomize)`;
  throw new UsageError(`${missing}: ${howToHaveIt}.`);
}

const howToHaveIt =
  "install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/), in a container as tutorials/ci/Dockerfile does, or name another command with --kustomize-command";

/** The same for a folder whose build could not begin for it. */
export const programMissing = (program: string): { readonly problem: string; readonly fix: string } => ({
  problem: `\`${quotableText(program)}\` is not there (the container image of this program has neither kustomize nor kubectl)`,
  fix: `I${howToHaveIt.slice(1)}.`,
});

/** Whether a folder of the search path has a program of this name. */
export const isOnPath = (program: string, path: string | undefined): boolean =>
  (path ?? "").split(delimiter).some((folder) => isThere(join(folder, program), (stats) => stats.isFile()));

/** True for a path that is there and is what is meant; one that cannot be looked at is not. */
export function isThere(path: string, is: (stats: Stats) => boolean): boolean {
  try {
    return is(statSync(path));
  } catch {
    return false;
  }
}
