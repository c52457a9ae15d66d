import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { OutputDocument } from "../krm/output-documents.ts";
import { writeObjects } from "./object-files.ts";

/** The first line of a kustomization.yaml that is ours: only what it lists is ever replaced or removed. */
const mark = "# Written by `expand-pgbackrest hydrate`, like the files it lists; edit the sources instead.\n";
const kustomization = "kustomization.yaml";

/**
 * Makes a folder hold these documents, one file each, and a kustomization.yaml that lists them. They are written beside it, then the
 * folders change places, so that a run that is interrupted leaves the old folder or the new one; the next run tidies up. Files that no run
 * wrote stay. Throws where one of them is in the way.
 */
export function replaceFolder(target: string, documents: readonly OutputDocument[]): void {
  const fresh = hidden(target, "new");
  finishEarlier(target);
  rmSync(fresh, { recursive: true, force: true });
  try {
    mkdirSync(fresh, { recursive: true });
    const files = [...writeObjects(fresh, documents)].sort();
    const resources = files.map((file) => `- ${file}\n`).join("");
    writeFileSync(
      join(fresh, kustomization),
      `${mark}apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources}`,
    );
    refuseForeign(target, [kustomization, ...files]);
    if (existsSync(target)) renameSync(target, hidden(target, "old"));
    renameSync(fresh, target);
    finishEarlier(target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Ends what an interrupted run began: the new folder is in its place and takes over what is not ours, or the old one comes back. */
export function finishEarlier(target: string): void {
  const old = hidden(target, "old");
  if (!existsSync(old)) return;
  if (existsSync(target)) {
    bringOver(old, target, new Set(filesOf(old)));
    rmSync(old, { recursive: true });
  } else renameSync(old, target);
}

/** Removes the hydrated folders below `output` that are none of these; gives their paths. Files that no run wrote stay. */
export function pruneFolders(output: string, keep: ReadonlySet<string>): readonly string[] {
  const folders = readdirSync(output, { recursive: true, encoding: "utf8" })
    .filter((name) => basename(name) === kustomization && !/(^|\/)\.[^/.]/.test(name))
    .map((name) => join(output, dirname(name)))
    .filter((folder) => !keep.has(folder))
    .filter((folder) => filesOf(folder) !== undefined)
    .sort();
  for (const folder of folders) {
    for (const file of filesOf(folder) ?? []) {
      rmSync(join(folder, file), { force: true });
      removeEmpty(dirname(join(folder, file)), output);
    }
  }
  return folders;
}

/** A place beside a folder, on the same file system. */
const hidden = (folder: string, what: "new" | "old") => join(dirname(folder), `.${basename(folder)}.hydrate-${what}`);

/** What a run wrote into a folder; `undefined` where it is not ours. */
function filesOf(folder: string): readonly string[] | undefined {
  const file = join(folder, kustomization);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  if (!text.startsWith(mark)) return undefined;
  const listed = [...text.matchAll(/^- (.*)$/gm)].map(([, path = ""]) => path);
  return [...listed.filter((path) => !path.split("/").includes("..")), kustomization];
}

function refuseForeign(target: string, files: readonly string[]): void {
  if (!existsSync(target)) return;
  if (!lstatSync(target).isDirectory()) throw new Error(`${target} exists and is not a folder. Choose another OUT.`);
  const ours = new Set(filesOf(target));
  const foreign = files.find((file) => !ours.has(file) && existsSync(join(target, file)));
  if (foreign !== undefined)
    throw new Error(`${join(target, foreign)} exists and was not written by hydrate. Move it, or choose another OUT.`);
}

function bringOver(from: string, to: string, ours: ReadonlySet<string>, inside = ""): void {
  for (const name of readdirSync(join(from, inside))) {
    const path = join(inside, name);
    if (ours.has(path)) continue;
    const isFolder = lstatSync(join(from, path)).isDirectory();
    if (isFolder && (existsSync(join(to, path)) || [...ours].some((file) => file.startsWith(`${path}/`)))) {
      bringOver(from, to, ours, path);
    } else {
      mkdirSync(join(to, inside), { recursive: true });
      renameSync(join(from, path), join(to, path));
    }
  }
}

function removeEmpty(folder: string, top: string): void {
  if (folder === join(top) || !existsSync(folder) || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(dirname(folder), top);
}
