import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { readWithLibrary } from "../krm/split-with-library.ts";

/** The names that kustomize looks for. */
export const kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** True for a file that tells kustomize what to build. */
export const isKustomization = (path: string): boolean => kustomizationNames.some((name) => name === basename(path));

/**
 * The patches that the kustomizations in some folders list: the path of each patch, with the field that lists it. All paths are absolute. A
 * patch has the look of a resource, but only some of its fields.
 */
export function patchesIn(folders: ReadonlySet<string>): ReadonlyMap<string, string> {
  const patches = new Map<string, string>();
  for (const folder of folders) {
    const kustomization = kustomizationIn(folder)?.fields ?? {};
    for (const [field, path] of patchFiles(kustomization)) patches.set(resolve(folder, path), field);
    for (const path of texts(kustomization.resources)) patches.delete(resolve(folder, path));
  }
  return patches;
}

/** A kustomization as it is written. */
export interface Kustomization {
  /** Its folder, and itself, as absolute paths. */
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  /** Empty where kustomize will refuse it. */
  readonly fields: { readonly [field: string]: JsonValue };
}

/** The kustomization of a folder, given by its absolute path; `undefined` where there is none. */
export function kustomizationIn(folder: string): Kustomization | undefined {
  for (const name of kustomizationNames) {
    const file = join(folder, name);
    const text = textOf(file);
    if (text === undefined) continue;
    const read = readWithLibrary(text);
    return { folder, file, text, fields: "value" in read && isObject(read.value) ? read.value : {} };
  }
  return undefined;
}

/** A file's text; `undefined` where it cannot be read. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The fields that list patches, each with a path. */
export function* patchFiles(kustomization: {
  readonly [field: string]: JsonValue;
}): Iterable<readonly [string, string]> {
  for (const field of ["patches", "patchesJson6902", "replacements"]) {
    const entries = kustomization[field];
    for (const entry of Array.isArray(entries) ? entries : [])
      if (isObject(entry) && typeof entry.path === "string") yield [field, entry.path];
  }
  // A patch may be written here itself instead of its path.
  for (const field of ["patchesStrategicMerge", "configurations"])
    for (const path of texts(kustomization[field])) if (!path.includes("\n")) yield [field, path];
}

/** The texts of a list of a kustomization. */
export const texts = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
