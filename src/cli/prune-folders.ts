import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FolderLock } from "./folder-lock.ts";
import { discardFresh } from "./hydrated-folder.ts";
import { hydratedFiles, removeEmpty, removeFiles, unhidden } from "./hydrated-mark.ts";
import { refuseLinks } from "./safe-path.ts";

/** What became of a hydrated folder that is not kept, or of what an interrupted run left. */
export type Pruned =
  | { readonly folder: string; readonly is: "removed" }
  | { readonly folder: string; readonly is: "failed"; readonly message: string };

/**
 * Removes the hydrated folders below `out` that are none of these, in order: the files that their kustomization.yaml lists, and itself. What
 * no run wrote stays, and so does a folder in which a link stands where a file should be.
 */
export async function pruneFolders(
  out: string,
  keep: ReadonlySet<string>,
  lock: FolderLock,
): Promise<readonly Pruned[]> {
  const failed: Pruned[] = [];
  const doing = async (folder: string, work: () => void): Promise<boolean> => {
    try {
      await lock(folder, work);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") throw error; // a signal arrived
      failed.push({ folder, is: "failed", message: error instanceof Error ? error.message : String(error) });
      return false;
    }
  };
  for (const folder of foldersBelow(out).leftovers) {
    await doing(folder, () => discardFresh(folder));
  }
  const removed: Pruned[] = [];
  for (const folder of foldersBelow(out).hydrated.filter((folder) => !keep.has(folder))) {
    const isDone = await doing(folder, () => removeHydrated(out, folder));
    if (!isDone) continue;
    removed.push({ folder, is: "removed" });
    removeEmpty(folder === out ? out : dirname(folder), out);
  }
  return [...removed, ...failed];
}

function removeHydrated(out: string, folder: string): void {
  refuseLinks(out, folder);
  const files = hydratedFiles(folder) ?? [];
  removeFiles(folder, files, folder === out ? out : dirname(folder));
}

/** The hydrated folders below one, sorted, and those beside which a run left something. Links and hidden folders are not entered. */
function foldersBelow(top: string): { readonly hydrated: readonly string[]; readonly leftovers: readonly string[] } {
  const hydrated: string[] = [];
  const leftovers = new Set<string>();
  const folders = [top];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    if (hydratedFiles(next) !== undefined) hydrated.push(next);
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const name = unhidden(entry.name);
      if (name !== undefined) leftovers.add(join(next, name));
      else if (!entry.name.startsWith(".")) folders.push(join(next, entry.name));
    }
  }
  return { hydrated: hydrated.sort(), leftovers: [...leftovers].sort() };
}
