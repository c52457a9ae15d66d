import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { isConfFile, misspelledLine } from "../function/check-conf-file.ts";
import { itemsThatMatter } from "../function/items-that-matter.ts";
import type { ListText } from "../krm/list-text.ts";
import { splitWithLibrary } from "../krm/split-with-library.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { generatedFiles } from "./generated-files.ts";
import type { Io } from "./io.ts";
import { type FileList, joinedList } from "./joined-list.ts";
import {
  isKustomization,
  kustomizationIn,
  kustomizationRoots,
  kustomizationsIn,
  patchesIn,
  resourcesIn,
} from "./kustomization-files.ts";
import { manifestFilesBelow } from "./manifest-files.ts";
import { fileBytes } from "./pending-files.ts";
import { plainDocuments, readable } from "./readable-documents.ts";
import { realPaths } from "./real-path.ts";
import { isTemplate } from "./template.ts";
import {
  misspelledConf,
  type UnreadFile,
  unreadConf,
  unreadDocument,
  unreadKustomization,
  unreadPatch,
  unreadTemplate,
  unreadText,
} from "./unread-file.ts";

/** A file of manifests, or standard input as `-`. */
interface ManifestFile {
  readonly path: string;
  /** Found in a folder, not named by the user: then it is a regular file, and may hold something else than resources. */
  readonly found: boolean;
}

/** A configuration file of pgBackRest, which a Secret will hold. */
export interface ConfFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** Found in a folder, not named by the user. */
  readonly found: boolean;
}

/** The resources of the files that the user named. */
export interface Manifests {
  /** All of them as one stream of documents. Every document remembers its file. */
  readonly list: ListText;
  /** The configuration files of pgBackRest among the files. */
  readonly confFiles: readonly ConfFile[];
  /** The folders that the files are in and that have a kustomization, as absolute paths. */
  readonly folders: ReadonlySet<string>;
  /** The files themselves, read or not, as absolute paths; `-` is standard input. */
  readonly files: ReadonlySet<string>;
  /** How many files there are, read or not. */
  readonly fileCount: number;
  /** The files that are not taken for resources though the user may expect it, in the order of the files. */
  readonly unread: readonly UnreadFile[];
}

/**
 * Reads manifests from files, folders (all manifests below) and standard input (`-`). A file that is named twice is read once; one that is
 * `ignored`, by its absolute path, is left out. A file that cannot be read does not keep the others from being read. Throws
 * `UnreadableInput` where nothing can be read.
 */
export function readManifests(
  paths: readonly string[],
  io: Io,
  ignored: (path: string) => boolean = () => false,
): Manifests {
  const files = once(paths.flatMap(filesAt))
    .map((file) => ({ ...file, absolute: file.path === "-" ? "-" : resolve(file.path) }))
    .filter(({ absolute }) => absolute === "-" || !ignored(absolute));
  const folders = new Set(files.flatMap(({ absolute }) => (absolute === "-" ? [] : [dirname(absolute)])));
  const kustomizations = kustomizationsIn(folders);
  const patches = patchesIn(kustomizations);
  const resources = resourcesIn(kustomizations);
  const rootOf = kustomizationRoots(folders, kustomizations);
  const kustomizationOf = (absolute: string) => {
    const root = rootOf(absolute);
    return { isListed: absolute === "-" || resources.has(absolute), ...(root !== undefined && { root }) };
  };
  const lists: FileList[] = [];
  const add = (path: string, absolute: string, list: ListText) =>
    lists.push({ path, list, kustomization: kustomizationOf(absolute) });
  const unread: UnreadFile[] = [];
  const confFiles: ConfFile[] = [];
  let others = 0;
  let first: string | undefined;
  for (const { path, absolute, found } of files) {
    const patchOf = patches.get(absolute);
    if (isKustomization(path)) {
      if (!found) unread.push(unreadKustomization(path));
    } else if (patchOf !== undefined) {
      if (!found) unread.push(unreadPatch(path, patchOf));
    } else if (path.endsWith(".conf")) {
      const bytes = fileBytes(path);
      others += 1;
      if (isConfFile(bytes)) confFiles.push({ path, bytes, found });
      else if (found) {
        const line = isMeantForPgBackRest(path, rootOf) ? misspelledLine(bytes) : undefined;
        if (line !== undefined) unread.push(misspelledConf(path, line));
      } else {
        const each = unreadConf(path);
        first ??= `${path}: ${each.finding.problem}`;
        unread.push(each);
      }
    } else {
      const bytes = path === "-" ? io.stdin() : fileBytes(path);
      if (found && isBlank(bytes)) continue;
      const plain = plainDocuments(bytes, { path, found });
      if (plain !== undefined) {
        add(path, absolute, plain);
        continue;
      }
      const split = splitWithLibrary(bytes, { lenient: found });
      const list = readable(split, itemsThatMatter);
      if (!("unreadable" in list)) {
        add(path, absolute, list);
        continue;
      }
      first ??= `${path}: ${list.unreadable}`;
      // One document that is not a resource does not hide those beside it.
      const rest = readable(splitWithLibrary(bytes, { lenient: true }), itemsThatMatter);
      if (!("unreadable" in rest) && rest.itemCount > 0) {
        unread.push(unreadDocument(path, list));
        add(path, absolute, rest);
      } else if ("unreadable" in split && isTemplate(bytes.toString("utf8"))) unread.push(unreadTemplate(path, split));
      else unread.push(unreadText(path, bytes.toString("utf8"), list));
    }
  }
  if (first !== undefined && lists.length + confFiles.length === 0) throw new UnreadableInput(first);
  return {
    list: joinedList(lists),
    folders: new Set(kustomizations.keys()),
    confFiles,
    files: new Set(files.map(({ absolute }) => absolute)),
    fileCount: files.length - others,
    unread,
  };
}

function filesAt(path: string): readonly ManifestFile[] {
  if (path === "-" || !statSync(path).isDirectory()) return [{ path, found: false }];
  return manifestFilesBelow(path).map((file) => ({ path: file, found: true }));
}

/** True for a file that a kustomization puts into a Secret, or that has a name which pgBackRest's files usually have. */
function isMeantForPgBackRest(path: string, rootOf: (path: string) => string | undefined): boolean {
  if (/^(?:pgbackrest|s3|gcs|azure)\.conf$/.test(basename(path))) return true;
  const root = rootOf(path);
  const kustomization = root === undefined ? undefined : kustomizationIn(root);
  return kustomization !== undefined && generatedFiles(kustomization).some((each) => each.path === resolve(path));
}

/** Each file once, by where it really is. */
function once(files: readonly ManifestFile[]): readonly ManifestFile[] {
  const byPlace = new Map<string, ManifestFile>();
  const realPath = realPaths();
  for (const file of files) {
    const place = file.path === "-" ? "-" : realPath(file.path, file.found);
    const earlier = byPlace.get(place);
    // What the user names is meant to be read, wherever else it is found.
    if (earlier === undefined) byPlace.set(place, file);
    else if (earlier.found && !file.found) byPlace.set(place, { ...earlier, found: false });
  }
  return [...byPlace.values()];
}

/** The same as a `trim` of its Latin-1 would say. */
function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (!/\s/.test(String.fromCharCode(byte))) return false;
  return true;
}
