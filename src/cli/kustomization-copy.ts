import { mkdirSync, readdirSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { JsonValue } from "../json/json-value.ts";
import type { Kustomization } from "./kustomization-files.ts";
import type { KustomizationTree, RemoteEntry } from "./kustomization-tree.ts";
import { fileBytes } from "./pending-files.ts";

/** True where kustomize would run this function, or fetch it: then it builds a copy that does not list it, because we are the function. */
export const listsThisFunction = ({ functions, remote }: KustomizationTree): boolean =>
  functions.length > 0 || remote.some(isOwn);

/** Where a copy stands, and what it is a copy of. */
export interface KustomizationCopy {
  /** The copy of the outermost kustomization. */
  readonly folder: string;
  /** Two folders: what is below the first is a copy of what is below the second. */
  readonly below: string;
  readonly original: string;
}

/**
 * Copies the folders of a tree into a folder, at the same places to each other, and takes this function off the copy's lists. The user's
 * own files stay as they are. Nothing in the copy is a link, so that no write can leave it.
 */
export function copyOfTree(
  { kustomizations, functions, remote, files }: KustomizationTree,
  into: string,
): KustomizationCopy {
  const [root] = kustomizations;
  const outside = [...new Set([...files, ...kustomizations.flatMap(filesAbove)])].filter(
    (file) => !kustomizations.some(({ folder }) => isBelow(folder, file)),
  );
  const original = [...kustomizations.map(({ folder }) => folder), ...outside.map(dirname)].reduce(commonFolder);
  const below = join(into, "tree");
  const placeOf = (path: string) => join(below, relative(original, path));
  const copied: string[] = [];
  for (const { folder } of [...kustomizations].sort((left, right) => left.folder.length - right.folder.length))
    copyFolder(realpathSync(folder), placeOf(folder), copied);
  for (const file of outside) copyFile(file, placeOf(file));
  const nameReference = join(into, "namereference");
  mkdirSync(nameReference);
  writeFileSync(join(nameReference, "kustomization.yaml"), JSON.stringify(nameReferenceComponent));
  writeFileSync(join(nameReference, "namereference.yaml"), JSON.stringify(nameReferences));
  for (const kustomization of kustomizations) {
    const listed = functions.filter((each) => each.kustomization === kustomization);
    const fetched = remote.filter((each) => each.kustomization === kustomization && isOwn(each));
    if (listed.length + fetched.length === 0) continue;
    const fields: Record<string, JsonValue> = { ...kustomization.fields };
    for (const { field, entry } of [...listed, ...fetched.filter(({ field: name }) => name !== "components")])
      fields[field] = listOf(fields[field]).filter((each) => each !== entry);
    for (const { field, entry } of fetched.filter(({ field: name }) => name === "components"))
      fields[field] = listOf(fields[field]).map((each) =>
        each === entry ? relative(placeOf(kustomization.folder), nameReference) : each,
      );
    writeFileSync(placeOf(kustomization.file), JSON.stringify(fields));
  }
  return { folder: placeOf(root.folder), below, original };
}

/** What fn-config/namereference holds. */
export const nameReferences: JsonValue = {
  nameReference: [
    {
      kind: "Secret",
      version: "v1",
      fieldSpecs: ["backup", "clone"].map((section) => ({
        group: "cpo.opensource.cybertec.at",
        kind: "postgresql",
        path: `spec/${section}/pgbackrest/configuration/secret`,
      })),
    },
  ],
};

const nameReferenceComponent: JsonValue = {
  apiVersion: "kustomize.config.k8s.io/v1alpha1",
  kind: "Component",
  configurations: ["namereference.yaml"],
};

/** One of our Components, or our transformer, by its address. */
export const isOwn = ({ field, entry }: RemoteEntry) =>
  (field === "components" ? /fn-config\/(component|namereference)\b/ : /fn-config\/transformer\b/).test(entry) &&
  entry.includes("expand-pgbackrest");

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

/** The files outside of its folder that a kustomization names in any field: kustomize reads them where its load restrictor lets it. */
function filesAbove({ folder, fields }: Kustomization): readonly string[] {
  const entries: string[] = [];
  const walk = (value: JsonValue): void => {
    if (typeof value === "string") {
      if (value.includes("../") && !value.includes("\n")) entries.push(value);
    } else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) walk(each);
  };
  walk(fields);
  return entries.map((entry) => resolve(folder, entry));
}

const isBelow = (folder: string, path: string) => relative(folder, path).split("/")[0] !== "..";

/** Copies what is a file; kustomize says what is wrong with anything else. */
function copyFile(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false })?.isFile() !== true) return;
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, fileBytes(from));
}

function commonFolder(left: string, right: string): string {
  let common = left;
  while (relative(common, right).split("/")[0] === "..") common = dirname(common);
  return common;
}

/** Copies files, and what links to files lead to. Links to folders are left out: they can lead in a circle. */
function copyFolder(from: string, to: string, copied: string[]): void {
  if (copied.includes(resolve(to))) return;
  copied.push(resolve(to));
  mkdirSync(to, { recursive: true });
  for (const { name } of readdirSync(from, { withFileTypes: true }).filter((entry) => !leftOut.has(entry.name))) {
    const path = join(from, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) writeFileSync(join(to, name), fileBytes(path));
    else if (stats?.isDirectory() && realpathSync(path) === path) copyFolder(path, join(to, name), copied);
  }
}

/** What no kustomization reads, and what may be large. */
const leftOut: ReadonlySet<string> = new Set([".git", "node_modules"]);
