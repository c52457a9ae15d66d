import { relative, resolve, sep } from "node:path";

/**
 * Tells, by its absolute path, whether a file is left out: where a glob fits it or a folder that it is in. `*` and `?` stand for anything but
 * `/`, `**` for any folders. A glob without `/` fits a name at any depth; any other is a path below `folder`.
 */
export function ignoredBy(globs: readonly string[], folder: string): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const byName = globs.filter((glob) => !isPath(glob)).map(pattern);
  const byPath = globs.filter(isPath).map((glob) => pattern(relative(folder, resolve(folder, glob))));
  return (path) => {
    const names = relative(folder, path).split(sep);
    const folders = names.map((_, index) => names.slice(0, index + 1).join("/"));
    return (
      byName.some((name) => names.some((each) => name.test(each))) ||
      byPath.some((glob) => folders.some((each) => glob.test(each)))
    );
  };
}

/** A slash at the end says that a folder is meant, nothing about where it is. */
const isPath = (glob: string) => glob.replace(/\/+$/, "").includes("/");

function pattern(glob: string): RegExp {
  const parts = glob
    .replace(/\/+$/, "")
    .split(/(\*\*\/|\/\*\*$|\*+|\?)/)
    .map((part) => wildcards[part] ?? (/^\*+$/.test(part) ? ".*" : part.replace(/[\\^$.+()|[\]{}]/g, "\\$&")));
  return new RegExp(`^${parts.join("")}$`);
}

const wildcards: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "/**": "(?:/.*)?", "*": "[^/]*", "?": "[^/]" };
