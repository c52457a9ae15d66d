import { statSync } from "node:fs";
import { resolve } from "node:path";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { generatedFiles } from "./generated-files.ts";
import { type Kustomization, kustomizationIn, patchFiles, textOf, texts } from "./kustomization-files.ts";
import { documentsIn } from "./source-documents.ts";

/** A kustomization with all that it is made of, as far as that is on this machine. */
export interface KustomizationTree {
  /** Itself, then those that it includes: each before what it includes itself, and once. */
  readonly kustomizations: readonly [Kustomization, ...Kustomization[]];
  /** The files of resources that they list, as absolute paths. */
  readonly resources: ReadonlySet<string>;
  /** Every file that they list, whatever for. */
  readonly files: ReadonlySet<string>;
  /** What they list that is somewhere else. */
  readonly remote: readonly RemoteEntry[];
  /** Where they list this function. */
  readonly functions: readonly ListedFunction[];
}

/** An entry that is not a path: an URL of a kustomization or a file. */
export interface RemoteEntry {
  readonly kustomization: Kustomization;
  readonly field: string;
  readonly entry: string;
}

/** This function in a list of a kustomization. */
export interface ListedFunction {
  readonly kustomization: Kustomization;
  readonly field: string;
  readonly entry: string;
  /** Its functionConfig, where it is on this machine. */
  readonly config?: { readonly value: JsonValue; readonly file: string };
}

/** The fields that list functions. */
export const functionFields = ["generators", "transformers", "validators"] as const;

/** Reads the kustomization of a folder, and those that it includes; `undefined` where the folder has none. */
export function kustomizationTree(path: string): KustomizationTree | undefined {
  const root = kustomizationIn(resolve(path));
  if (root === undefined) return undefined;
  const tree: Reading = {
    seen: new Set(),
    included: [],
    resources: new Set(),
    files: new Set(),
    remote: [],
    functions: [],
  };
  include(root, tree, true);
  const { included, ...read } = tree;
  return { ...read, kustomizations: [root, ...included.filter((each) => each !== root)] };
}

interface Reading {
  readonly seen: Set<string>;
  readonly included: Kustomization[];
  readonly resources: Set<string>;
  readonly files: Set<string>;
  readonly remote: RemoteEntry[];
  readonly functions: ListedFunction[];
}

/** `ofResources` is false below a list of functions: what is there does not come out of the build. */
function include(kustomization: Kustomization, tree: Reading, ofResources: boolean): void {
  const { folder, file, fields } = kustomization;
  if (tree.seen.has(folder)) return;
  tree.seen.add(folder);
  tree.included.push(kustomization);
  tree.files.add(file);
  for (const field of ["resources", "bases", "components"])
    for (const entry of texts(fields[field])) {
      const path = resolve(folder, entry);
      const below = kustomizationIn(path);
      if (below !== undefined) include(below, tree, ofResources);
      else if (isFile(path)) {
        tree.files.add(path);
        if (ofResources && field === "resources") tree.resources.add(path);
      } else tree.remote.push({ kustomization, field, entry });
    }
  for (const field of functionFields)
    for (const entry of texts(fields[field])) includeFunction(kustomization, field, entry, tree);
  for (const [, path] of patchFiles(fields)) tree.files.add(resolve(folder, path));
  for (const { path } of generatedFiles(kustomization)) if (path !== undefined) tree.files.add(path);
}

function includeFunction(kustomization: Kustomization, field: string, entry: string, tree: Reading): void {
  const path = resolve(kustomization.folder, entry);
  const below = entry.includes("\n") ? undefined : kustomizationIn(path);
  const known = tree.resources.size;
  if (below !== undefined) include(below, tree, false);
  const files =
    below === undefined
      ? entry.includes("\n")
        ? []
        : [path]
      : texts(below.fields.resources).map((each) => resolve(below.folder, each));
  const sources = entry.includes("\n")
    ? [{ file: kustomization.file, text: entry }]
    : files.flatMap((file) => {
        const text = textOf(file);
        return text === undefined ? [] : [{ file, text }];
      });
  for (const { file } of sources) tree.files.add(file);
  const documents = sources.flatMap(({ file, text }) => documentsIn(text).map(({ value }) => ({ file, value })));
  if (sources.length === 0 && known === tree.resources.size && below === undefined)
    tree.remote.push({ kustomization, field, entry });
  // A list that holds another function, too, stays: it cannot be left out without the other.
  const [first] = documents;
  if (first !== undefined && documents.every(({ value }) => isThisFunction(value)))
    tree.functions.push({ kustomization, field, entry, config: first });
}

function isThisFunction(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const declared = valueAt(value, ["metadata", "annotations", "config.kubernetes.io/function"]);
  return (
    (value.kind === "ExpandPgBackRest" && String(value.apiVersion).startsWith("fn.cpo.opensource.cybertec.at/")) ||
    (typeof declared === "string" && declared.includes("expand-pgbackrest"))
  );
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
