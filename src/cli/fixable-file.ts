import { accessSync, constants, lstatSync, realpathSync, type Stats } from "node:fs";
import { basename, dirname, relative, sep } from "node:path";
import { hydratedFiles } from "./hydrated-mark.ts";
import { fileBytes } from "./pending-files.ts";

/** A file by its real path, with the reason why it may not be changed, if there is one; no text where that cannot be searched. */
export type FixableFile =
  | { readonly path: string; readonly text: string; readonly reason?: string }
  | { readonly reason: string };

/** Judges files that findings are in. `named` is what the user named: nothing else is changed, wherever a link leads. */
export function fixableFiles(
  named: readonly string[],
  ignored: (path: string) => boolean,
): (file: string) => FixableFile {
  const roots = named.map((path) => realpathSync(path));
  return (file) => {
    let path: string;
    try {
      path = realpathSync(file);
    } catch {
      return { reason: "it is not a file" };
    }
    const stats = lstatSync(path);
    if (!stats.isFile()) return { reason: "it is not a file" };
    const bytes = fileBytes(path);
    const text = bytes.toString("utf8");
    if (!Buffer.from(text).equals(bytes)) return { reason: "its file is not in UTF-8" };
    if (/^["']?sops["']?\s*:|^\[sops\]|^sops_|ENC\[AES256_GCM|^ {0,4}"sops"\s*:/m.test(text))
      return { reason: "its file is encrypted by SOPS" };
    const reason =
      barrier(path, stats, ignored) ??
      (roots.some((root) => isWithin(root, path))
        ? undefined
        : "its file is outside of what is named; name its file or folder, too");
    return { path, text, ...(reason !== undefined && { reason }) };
  };
}

/** Why a file may not be changed, even if it is named. */
function barrier(path: string, stats: Stats, ignored: (path: string) => boolean): string | undefined {
  if ((stats.mode & 0o222) === 0 || !mayWrite(path)) return "its file is read-only";
  // A whole new file takes its place.
  if (!mayWrite(dirname(path))) return "its folder may not be written to";
  if (stats.nlink > 1) return "its file has another hard link, which would keep the old content";
  if (![0, stats.uid].includes(process.getuid?.() ?? 0)) return "its file belongs to another user";
  if (ignored(path)) return "its file is ignored";
  if (hydratedFiles(dirname(path))?.includes(basename(path)) === true)
    return "its file is written by `hydrate`; mend the sources";
  return undefined;
}

function isWithin(root: string, path: string): boolean {
  const from = relative(root, path);
  return from === "" || (from !== ".." && !from.startsWith(`..${sep}`) && !from.startsWith(sep));
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
