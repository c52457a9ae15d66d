import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import type { JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import { splitStream } from "../krm/split-stream.ts";
import { copyOfTree, listsThisFunction } from "./kustomization-copy.ts";
import { texts } from "./kustomization-files.ts";
import { type KustomizationTree, kustomizationTree } from "./kustomization-tree.ts";
import { type Build, kustomizeBuild } from "./kustomize-build.ts";
import { type Origin, withoutOrigins } from "./origins.ts";
import { hasPending } from "./pending-files.ts";
import type { Limits } from "./run-program.ts";

/** What a kustomization builds, and what it was made of. */
export interface BuiltFolder {
  readonly is: "built";
  readonly folder: string;
  /** `undefined` where kustomize builds what is not on this machine. */
  readonly tree: KustomizationTree | undefined;
  readonly list: ListText;
  /** Where each document of the list comes from; the paths are absolute. Empty where kustomize does not say. */
  readonly origins: readonly (Origin | undefined)[];
  /** What kustomize said, for example that a field is deprecated. */
  readonly text: string;
}

export type FolderBuild = BuiltFolder | Exclude<Build, { readonly is: "built" }>;

/**
 * Builds a folder's kustomization, and asks kustomize where each resource comes from. It does so from a temporary folder, so the user's files
 * stay as they are. A kustomization that lists this function is built without it: what comes out is judged, and that needs no plugins.
 */
export async function builtFolder(
  folder: string,
  command: readonly string[],
  limits: Omit<Limits, "bytes">,
): Promise<FolderBuild> {
  const tree = kustomizationTree(folder);
  if (tree === undefined) {
    const build = await kustomizeBuild(folder, command, limits);
    return build.is === "built" ? read(folder, undefined, build, []) : build;
  }
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), "expand-pgbackrest-build-"));
  try {
    const { fields } = tree.kustomizations[0];
    const copy = listsThisFunction(tree) || hasPending() ? copyOfTree(tree, scratch) : undefined;
    const original = (path: string) =>
      copy === undefined || relative(copy.below, path).startsWith("..")
        ? spelled(path, tree)
        : join(copy.original, relative(copy.below, path));
    const target = copy?.folder ?? folder;
    const metadata = texts(fields.buildMetadata);
    const saysItself = metadata.includes("originAnnotations");
    const from = saysItself ? target : scratch;
    if (!saysItself) {
      const overlay: JsonValue = {
        resources: [relative(scratch, realpathSync(target))],
        buildMetadata: [...metadata, "originAnnotations"],
        ...(fields.sortOptions !== undefined && { sortOptions: fields.sortOptions }),
      };
      writeFileSync(join(scratch, "kustomization.yaml"), JSON.stringify(overlay));
    }
    const build = await kustomizeBuild(from, command, limits);
    if (build.is === "built") {
      const documents = withoutOrigins(build.documents.toString("utf8"));
      const text = documents.map((document) => document.text).join("---\n");
      const origins = documents.map(({ origin }) => origin && absolute(origin, resolve(from), original));
      return read(folder, tree, saysItself ? build : { ...build, documents: Buffer.from(text) }, origins);
    }
    // Its own words about the folder itself; and releases before 4.5 cannot say where a resource comes from.
    const plain =
      saysItself || build.is === "stopped" || build.by !== "itself"
        ? build
        : await kustomizeBuild(target, command, limits);
    if (plain.is === "built") return read(folder, tree, plain, []);
    if (plain.is === "stopped" || copy === undefined) return plain;
    return { ...plain, text: plain.text.replaceAll(copy.below, copy.original) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function read(
  folder: string,
  tree: KustomizationTree | undefined,
  { documents, text }: { readonly documents: Buffer; readonly text: string },
  origins: readonly (Origin | undefined)[],
): FolderBuild {
  const list = splitStream(documents, { lenient: true });
  if ("unreadable" in list)
    return {
      is: "failed",
      by: "itself",
      text: `${text}What it printed cannot be read: ${list.unreadable}\n`,
      advice: "",
    };
  return { is: "built", folder, tree, list, origins: origins.length === list.itemCount ? origins : [], text };
}

function absolute({ path, configuredIn, repo }: Origin, from: string, original: (path: string) => string): Origin {
  if (repo !== undefined) return { repo };
  return {
    ...(path !== undefined && { path: original(resolve(from, path)) }),
    ...(configuredIn !== undefined && { configuredIn: original(resolve(from, configuredIn)) }),
  };
}

/** A real path as the tree spells it, where a link leads to it. */
function spelled(path: string, { kustomizations }: KustomizationTree): string {
  for (const { folder } of kustomizations) {
    const below = relative(realpathSync(folder), path);
    if (!below.startsWith("..")) return join(folder, below);
  }
  return path;
}
