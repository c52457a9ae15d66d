import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonValue } from "../json/json-value.ts";
import { copyOfTree, listsThisFunction } from "./kustomization-copy.ts";
import { kustomizationTree } from "./kustomization-tree.ts";
import { type Build, kustomizeBuild, wantsFunction } from "./kustomize-build.ts";
import type { Limits } from "./run-program.ts";

/** What kustomize builds, and the functionConfig of a function that it was built without. */
export interface BuildToHydrate {
  readonly build: Build;
  readonly listedConfig: JsonValue | undefined;
}

/**
 * Builds a folder. Where kustomize is to run this function and may not, it builds a copy that does not list it, for we are the function. A
 * command that enables plugins runs it.
 */
export async function buildToHydrate(
  folder: string,
  command: readonly string[],
  limits: Omit<Limits, "bytes">,
): Promise<BuildToHydrate> {
  const build = await kustomizeBuild(folder, command, limits);
  const own = { build, listedConfig: undefined };
  if (build.is !== "failed" || !wantsFunction(build.text)) return own;
  const tree = kustomizationTree(folder);
  if (tree === undefined || !listsThisFunction(tree)) return own;
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), "expand-pgbackrest-build-"));
  try {
    const copy = copyOfTree(tree, scratch);
    const without = await kustomizeBuild(copy.folder, command, limits);
    const named = (text: string) => text.replaceAll(copy.below, copy.original);
    return {
      build: without.is === "stopped" ? without : { ...without, text: named(without.text) },
      listedConfig: tree.functions[0]?.config?.value,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
