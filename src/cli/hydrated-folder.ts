import { constants, copyFileSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { UsageError } from "./command.ts";
import {
  foreign,
  hidden,
  hydratedFiles,
  kustomization,
  kustomizationText,
  leftoverFiles,
  refuseReplaced,
  removeEmpty,
  removeFiles,
} from "./hydrated-mark.ts";
import { type ObjectFile, writeObjects } from "./object-files.ts";
import { levels, makeFolder, refusal, refuseLinks, standing, writeNewFile } from "./safe-path.ts";

/**
 * Makes a folder below `out` hold these files, and a kustomization.yaml that lists them. They are written beside it, then the folders change
 * places, so that a run that is interrupted leaves the old folder or the new one; the next run tidies up. Files that no run wrote stay.
 * Throws where one of them is in the way, or a link. To be called with the folder locked, so that those above it are there, and nothing in
 * it is left of earlier runs but the beginning of a new folder.
 */
export function replaceFolder(out: string, target: string, files: readonly ObjectFile[]): void {
  discardFresh(target);
  const paths = files.map(({ path }) => path).sort();
  refuseForeign(out, target, [...paths, kustomization]);
  const fresh = hidden(target, "new");
  try {
    mkdirSync(fresh);
    // First of all, so that whatever is left of the folder carries the mark.
    writeNewFile(join(fresh, kustomization), kustomizationText(paths));
    writeObjects(fresh, files);
    changePlaces(fresh, target);
  } catch (error) {
    discardFresh(target);
    throw error;
  }
  finishEarlier(target);
}

/**
 * Ends what an interrupted run began with a folder: the new folder is in its place and takes over what is not ours, or the old one comes
 * back. To be called with the folder locked.
 */
export function finishEarlier(folder: string): void {
  const old = hidden(folder, "old");
  const files = leftoverFiles(old);
  if (files === undefined) return;
  const at = standing(folder);
  if (at !== "nothing" && at !== "folder") throw refusal(folder, at);
  if (hydratedFiles(folder) !== undefined) {
    bringOver(old, folder, new Set(files));
    removeFiles(old, files);
    if (standing(old) !== "nothing") throw foreign(old);
    return;
  }
  if (at === "folder") {
    bringOver(folder, old, new Set()); // somebody else has made it since
    removeEmpty(folder, dirname(folder));
    if (standing(folder) !== "nothing") throw foreign(folder);
  }
  renameSync(old, folder);
}

/** Whether an interrupted run left a folder, or one above it, in the middle of a change. */
export const isUnfinished = (out: string, target: string): boolean =>
  levels(out, target).some((folder) => standing(hidden(folder, "old")) !== "nothing");

/** Removes the new folder that an interrupted run had begun to write. */
export function discardFresh(target: string): void {
  const fresh = hidden(target, "new");
  const files = leftoverFiles(fresh);
  if (files === undefined) return;
  removeFiles(fresh, files);
  if (standing(fresh) !== "nothing") throw foreign(fresh);
}

function changePlaces(fresh: string, target: string): void {
  if (standing(target) === "nothing") {
    renameSync(fresh, target);
    return;
  }
  // A folder that holds nothing of ours yet gets the mark, for the time that it stands aside.
  const unmarked = hydratedFiles(target) === undefined;
  if (unmarked) addFile(join(fresh, kustomization), join(target, kustomization));
  const old = hidden(target, "old");
  try {
    renameSync(target, old);
    renameSync(fresh, target);
  } catch (error) {
    if (standing(target) === "nothing") renameSync(old, target);
    if (unmarked) rmSync(join(target, kustomization));
    throw error;
  }
}

/** Whole or not at all, where the file system has hard links. */
function addFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function refuseForeign(out: string, target: string, files: readonly string[]): void {
  refuseLinks(out, target);
  const at = standing(target);
  if (at === "nothing") return;
  if (at !== "folder") throw refusal(target, at);
  const ours = new Set(hydratedFiles(target));
  refuseReplaced(target, new Set([...files, ...ours]));
  const other = files.find((file) => !ours.has(file) && standing(join(target, file)) !== "nothing");
  if (other === undefined) return;
  const path = join(target, other);
  const owner = levels(out, dirname(path)).find((folder) => hydratedFiles(folder)?.includes(relative(folder, path)));
  if (owner === undefined) throw foreign(path);
  throw new UsageError(
    `${path} belongs to ${owner}, which hydrate wrote, too, and an object of ${target} would have the same file. Hydrate one of the two folders to another OUT.`,
  );
}

/** Moves what is not ours, links as links, and leaves no folder behind that becomes empty. Never overwrites. */
function bringOver(from: string, to: string, ours: ReadonlySet<string>): void {
  const foldersOfOurs = new Set([...ours].flatMap((file) => levels("", dirname(file)).slice(1)));
  const bring = (inside: string) => {
    for (const name of readdirSync(join(from, inside))) {
      const path = join(inside, name);
      if (ours.has(path)) continue;
      const there = standing(join(to, path));
      const isFolder = standing(join(from, path)) === "folder";
      if (isFolder && (there === "folder" || foldersOfOurs.has(path))) {
        bring(path);
        removeEmpty(join(from, path), join(from, inside));
      } else if (there !== "nothing") throw foreign(join(from, path));
      else {
        makeFolder(to, join(to, inside));
        renameSync(join(from, path), join(to, path));
      }
    }
  };
  bring("");
}
