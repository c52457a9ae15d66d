import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** How a report that another program reads names files. */
export interface ReportPaths {
  /**
   * The path of a file from the root of the repository that the program runs in, else from the current folder, with `/`, however the user named
   * the file; absolute for a file elsewhere. `-` is standard input.
   */
  readonly inRepository: (file: string) => string;
  /** Where findings about the input as a whole are shown by programs that show nothing without a file: the first path that the user named. */
  readonly whole: string;
}

/** Names files for reports. `named` is what the user named, in order. */
export function reportPaths(named: readonly string[]): ReportPaths {
  const here = resolve(".");
  const root = foldersUpwards(here).find((folder) => existsSync(join(folder, ".git"))) ?? here;
  const inRepository = (file: string): string => {
    if (file === "-") return file;
    const absolute = resolve(file);
    const path = below(root, absolute) ?? below(realPath(root), realPath(absolute)) ?? absolute;
    return path.split(sep).join("/");
  };
  return { inRepository, whole: inRepository(named[0] ?? ".") };
}

/** A folder and those that it is in, up to the root of the file system. */
export function foldersUpwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUpwards(above)];
}

function below(folder: string, path: string): string | undefined {
  const from = relative(folder, path);
  return from === ".." || from.startsWith(`..${sep}`) || isAbsolute(from) ? undefined : from || ".";
}

/** Links resolved, as far as there is something. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
