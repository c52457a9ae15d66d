import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Resolves the links in paths of files; throws where there is none. The links in the path of a folder are looked for once. */
export function realPaths(): (path: string) => string {
  const folders = new Map<string, string>();
  return (path) => {
    const folder = dirname(path);
    const real = folders.get(folder) ?? realpathSync(folder);
    folders.set(folder, real);
    const file = join(real, basename(path));
    return lstatSync(file).isSymbolicLink() ? realpathSync(file) : file;
  };
}
