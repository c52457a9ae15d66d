import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The manifests below a folder: every `.yaml`, `.yml` and `.json` file, and every `.conf` file, which may be one of pgBackRest's, sorted by path. Hidden files and folders and `node_modules` are left
 * out before they are entered. Symbolic links are not followed: they can lead in a circle, or out of the folder.
 */
export function manifestFilesBelow(folder: string): readonly string[] {
  const files: string[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && /\.(ya?ml|json|conf)$/.test(entry.name)) files.push(path);
    }
  }
  return files.sort();
}
