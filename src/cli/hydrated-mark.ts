import { readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "./command.ts";
import { hasCode, readRegularFile, refusal, refuseLinks, standing } from "./safe-path.ts";

/** The first line of a kustomization.yaml that is ours: only what it lists is ever replaced or removed. */
const mark = "# Written by `expand-pgbackrest hydrate`, like the files it lists; edit the sources instead.\n";
export const kustomization = "kustomization.yaml";

/** A kustomization.yaml of ours that lists these files. */
export function kustomizationText(files: readonly string[]): string {
  const resources = files.map((file) => `- ${file}\n`).join("");
  return `${mark}apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources}`;
}

/** What a run wrote into a folder, its kustomization.yaml last; `undefined` where it is not ours, or is a link. */
export function hydratedFiles(folder: string): readonly string[] | undefined {
  if (standing(folder) !== "folder") return undefined;
  const text = readRegularFile(join(folder, kustomization));
  if (text === undefined || !text.startsWith(mark)) return undefined;
  const listed = [...text.matchAll(/^- (.*)$/gm)].map(([, path = ""]) => path);
  return [...listed.filter((path) => path.split("/").every(isPlainPart) && path !== kustomization), kustomization];
}

const isPlainPart = (part: string) => part !== "" && part !== "." && part !== ".." && !part.includes("\0");

/** A place beside a folder, on the same file system. */
export function hidden(folder: string, what: "new" | "old" | "lock"): string {
  const at = /(^|\/)\.\.?$/.test(folder) ? resolve(folder) : folder;
  return join(dirname(at), `.${basename(at)}.hydrate-${what}`);
}

/** The folder whose hidden place has this name; `undefined` for other names. */
export const unhidden = (name: string): string | undefined => /^\.(.+)\.hydrate-(new|old|lock)$/.exec(name)?.[1];

/**
 * What an interrupted run wrote into a hidden place; `undefined` where nothing is there. It carries our mark from its first file to its
 * last: only an empty folder, and one with the beginning of the mark alone, are of ours without it. Throws `UsageError` for all others.
 */
export function leftoverFiles(folder: string): readonly string[] | undefined {
  const at = standing(folder);
  if (at === "nothing") return undefined;
  if (at === "link") throw refusal(folder, at);
  const files = hydratedFiles(folder);
  if (files !== undefined) return files;
  if (at === "folder" && isBegun(folder)) return [kustomization];
  throw foreign(folder);
}

function isBegun(folder: string): boolean {
  const [first, ...others] = readdirSync(folder);
  if (first === undefined) return true;
  const text = first === kustomization && others.length === 0 ? readRegularFile(join(folder, first)) : undefined;
  return text !== undefined && mark.startsWith(text);
}

/** Why something is left alone that no run wrote, and what to do. */
export const foreign = (path: string): UsageError =>
  new UsageError(`${path} exists and was not written by hydrate. Move it, or choose another OUT.`);

/** Throws `UsageError` where one of these files, as far as they are there, is a link or no regular file, or lies behind a link. */
export function refuseReplaced(folder: string, files: Iterable<string>): void {
  const safe = new Set<string>();
  for (const file of files) {
    const path = join(folder, file);
    if (!safe.has(dirname(path))) refuseLinks(folder, dirname(path));
    safe.add(dirname(path));
    const at = standing(path);
    if (at === "link") throw refusal(path, at);
    if (at !== "nothing" && at !== "file") throw foreign(path);
  }
}

/** Removes these files of a folder, in order, and each folder below `top` that becomes empty, itself included. All else stays. */
export function removeFiles(folder: string, files: readonly string[], top = dirname(folder)): void {
  refuseReplaced(folder, files);
  for (const file of files) {
    const path = join(folder, file);
    if (standing(path) === "file") unlinkSync(path);
    removeEmpty(dirname(path), folder);
  }
  removeEmpty(folder, top);
}

/** Removes a folder if it is empty, and then those above it, below `top`. */
export function removeEmpty(folder: string, top: string): void {
  for (let at = folder; at !== top; at = dirname(at)) {
    try {
      rmdirSync(at);
    } catch (error) {
      if (hasCode(error, "ENOTEMPTY", "EEXIST", "EBUSY")) return;
      if (!hasCode(error, "ENOENT")) throw error;
    }
  }
}
