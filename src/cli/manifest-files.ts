import { readdirSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { kustomizationIn, texts } from "./kustomization-files.ts";
import { standing } from "./safe-path.ts";

/**
 * The manifests below a folder: every `.yaml`, `.yml` and `.json` file, and every `.conf` file, which may be one of pgBackRest's, sorted by
 * path. `node_modules` and hidden files and folders are left out before they are entered, but for what a kustomization beside them lists.
 * Symbolic links are not followed: they can lead in a circle, or out of the folder.
 */
export function manifestFilesBelow(folder: string): readonly string[] {
  const files = new Set<string>();
  const folders = [folder];
  const entered = new Set<string>();
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    if (entered.has(next)) continue;
    entered.add(next);
    let hasHidden = false;
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      if (entry.name.startsWith(".")) hasHidden = true;
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && isManifest(entry.name)) files.add(path);
    }
    for (const path of hasHidden ? hiddenResources(next) : []) {
      const found = standing(path);
      if (found === "folder") folders.push(path);
      else if (found === "file" && isManifest(path)) files.add(path);
    }
  }
  return [...files].sort();
}

const isManifest = (name: string) => /\.(ya?ml|json|conf)$/.test(name);

/** The hidden files and folders below a folder that its kustomization lists as resources. */
function hiddenResources(folder: string): readonly string[] {
  const { fields = {} } = kustomizationIn(resolve(folder)) ?? {};
  return ["resources", "bases", "components"].flatMap((field) =>
    texts(fields[field]).flatMap((entry) => {
      const path = relative(resolve(folder), resolve(folder, entry));
      const names = path.split(sep);
      const isHidden = names[0] !== ".." && names.some((name) => name.startsWith("."));
      return isHidden ? [join(folder, path)] : [];
    }),
  );
}
