import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Finds where a file really is. Throws where there is none. `isRegular` is true for one that is known to be no link itself. */
export type RealPath = (path: string, isRegular?: boolean) => string;

/** Resolves the links in paths of files. Each folder is looked at once: most files are in one with others. */
export function realPaths(): RealPath {
  const folders = new Map<string, string>();
  const realFolder = (folder: string): string => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const above = dirname(folder);
    const real = above === folder ? folder : realIn(realFolder(above), folder);
    folders.set(folder, real);
    return real;
  };
  return (path, isRegular = false) => {
    const absolute = resolve(path);
    const folder = realFolder(dirname(absolute));
    return isRegular ? join(folder, basename(absolute)) : realIn(folder, absolute);
  };
}

/** The real path of what has this name in a real folder. */
function realIn(folder: string, path: string): string {
  const here = join(folder, basename(path));
  return lstatSync(here).isSymbolicLink() ? realpathSync(here) : here;
}
