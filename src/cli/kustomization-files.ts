import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { readWithLibrary } from "../krm/split-with-library.ts";
import { fileBytes } from "./pending-files.ts";

/** The names that kustomize looks for. */
export const kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** True for a file that tells kustomize what to build. */
export const isKustomization = (path: string): boolean => kustomizationNames.some((name) => name === basename(path));

/** The kustomization of a folder, by its path as the folder's is given; the folder itself where it has none. */
export function kustomizationOf(folder: string): string {
  const name = kustomizationNames.find((each) => existsSync(join(folder, each)));
  return name === undefined ? folder : join(folder, name);
}

/** Kustomizations by the folder that each is in, as an absolute path. */
type Kustomizations = ReadonlyMap<string, { readonly [field: string]: JsonValue }>;

/** Reads the kustomizations in those of some folders that have one. */
export const kustomizationsIn = (folders: ReadonlySet<string>): Kustomizations =>
  new Map(
    [...folders].flatMap((folder) => {
      const kustomization = kustomizationIn(folder);
      return kustomization === undefined ? [] : [[folder, kustomization.fields] as const];
    }),
  );

/**
 * The patches that the kustomizations in some folders list: the path of each patch, with the field that lists it. All paths are absolute. A
 * patch has the look of a resource, but only some of its fields.
 */
export function patchesIn(kustomizations: Kustomizations): ReadonlyMap<string, string> {
  const patches = new Map<string, string>();
  for (const [folder, kustomization] of kustomizations) {
    for (const [field, path] of patchFiles(kustomization)) patches.set(resolve(folder, path), field);
    for (const path of texts(kustomization.resources)) patches.delete(resolve(folder, path));
  }
  return patches;
}

/**
 * Finds the folder of the nearest kustomization in or above that of a file; each folder is looked into once, and those `folders` not at all of
 * which the kustomizations were read.
 */
export function kustomizationRoots(
  folders: ReadonlySet<string>,
  kustomizations: Kustomizations,
): (file: string) => string | undefined {
  const roots = new Map<string, string | undefined>();
  const rootOf = (folder: string): string | undefined => {
    if (roots.has(folder)) return roots.get(folder);
    const above = dirname(folder);
    const isRoot = folders.has(folder)
      ? kustomizations.has(folder)
      : kustomizationNames.some((name) => existsSync(join(folder, name)));
    const root = isRoot ? folder : above === folder ? undefined : rootOf(above);
    roots.set(folder, root);
    return root;
  };
  return (file) => (file === "-" ? undefined : rootOf(dirname(resolve(file))));
}

/**
 * The files that the kustomizations in some folders list under `resources` beside others, as absolute paths. A file that is listed alone may be
 * that of a function: others list its folder under `transformers`.
 */
export function resourcesIn(kustomizations: Kustomizations): ReadonlySet<string> {
  return new Set(
    [...kustomizations].flatMap(([folder, { resources }]) => {
      const paths = texts(resources);
      return paths.length === 1 ? [] : paths.map((path) => resolve(folder, path));
    }),
  );
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
    // Most folders have none, and to fail costs more than to ask.
    const text = existsSync(file) ? textOf(file) : undefined;
    if (text === undefined) continue;
    const read = readWithLibrary(text);
    return { folder, file, text, fields: "value" in read && isObject(read.value) ? read.value : {} };
  }
  return undefined;
}

/** A file's text; `undefined` where it cannot be read. */
export function textOf(file: string): string | undefined {
  try {
    return fileBytes(file).toString("utf8");
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
