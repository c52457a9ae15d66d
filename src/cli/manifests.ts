import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { isConfFile, misspelledLine } from "../function/check-conf-file.ts";
import { isUnclear } from "../function/item.ts";
import { readKinds } from "../function/kinds.ts";
import { mayBeMeantAsCluster } from "../function/look-alikes.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { ListText, SeenKind } from "../krm/list-text.ts";
import { splitStream } from "../krm/split-stream.ts";
import { splitWithLibrary, type Unreadable } from "../krm/split-with-library.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { generatedFiles } from "./generated-files.ts";
import type { Io } from "./io.ts";
import { joinedList } from "./joined-list.ts";
import {
  isKustomization,
  kustomizationIn,
  kustomizationRoots,
  kustomizationsIn,
  patchesIn,
  resourcesIn,
} from "./kustomization-files.ts";
import { manifestFilesBelow } from "./manifest-files.ts";
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
  /** Found in a folder, not named by the user: then it may hold something else than resources. */
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
  /** The folders that the files are in, as absolute paths. */
  readonly folders: ReadonlySet<string>;
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
  const files = once(paths.flatMap(filesAt)).filter(({ path }) => path === "-" || !ignored(resolve(path)));
  const folders = new Set(files.filter(({ path }) => path !== "-").map(({ path }) => dirname(resolve(path))));
  const kustomizations = kustomizationsIn(folders);
  const patches = patchesIn(kustomizations);
  const resources = resourcesIn(kustomizations);
  const rootOf = kustomizationRoots();
  const kustomizationOf = (path: string) => {
    const root = rootOf(path);
    return { isListed: path === "-" || resources.has(resolve(path)), ...(root !== undefined && { root }) };
  };
  const lists: Array<{ readonly path: string; readonly list: ListText }> = [];
  const unread: UnreadFile[] = [];
  const confFiles: ConfFile[] = [];
  let others = 0;
  let first: string | undefined;
  for (const { path, found } of files) {
    const patchOf = path === "-" ? undefined : patches.get(resolve(path));
    if (isKustomization(path)) {
      if (!found) unread.push(unreadKustomization(path));
    } else if (patchOf !== undefined) {
      if (!found) unread.push(unreadPatch(path, patchOf));
    } else if (path.endsWith(".conf")) {
      const bytes = readFileSync(path);
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
      const bytes = path === "-" ? io.stdin() : readFileSync(path);
      if (found && bytes.toString("latin1").trim() === "") continue;
      const split = splitStream(bytes, { lenient: found });
      const list = readable(split);
      if (!("unreadable" in list)) {
        lists.push({ path, list });
        continue;
      }
      first ??= `${path}: ${list.unreadable}`;
      // One document that is not a resource does not hide those beside it.
      const rest = readable(splitWithLibrary(bytes, { lenient: true }));
      if (!("unreadable" in rest) && rest.itemCount > 0) {
        unread.push(unreadDocument(path, list));
        lists.push({ path, list: rest });
      } else if ("unreadable" in split && isTemplate(bytes.toString("utf8"))) unread.push(unreadTemplate(path, split));
      else unread.push(unreadText(path, bytes.toString("utf8"), list));
    }
  }
  if (first !== undefined && lists.length + confFiles.length === 0) throw new UnreadableInput(first);
  return { list: joinedList(lists, kustomizationOf), folders, confFiles, fileCount: files.length - others, unread };
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
  for (const file of files) {
    const place = file.path === "-" ? "-" : realpathSync(file.path);
    const earlier = byPlace.get(place);
    // What the user names is meant to be read, wherever else it is found.
    if (earlier === undefined) byPlace.set(place, file);
    else if (earlier.found && !file.found) byPlace.set(place, { ...earlier, found: false });
  }
  return [...byPlace.values()];
}

/** The list with the values that matter, which may be what cannot be read: a key that occurs twice, an alias without its anchor. */
function readable(list: ListText | Unreadable): ListText | Unreadable {
  if ("unreadable" in list) return list;
  const values = new Map<number, JsonValue>();
  const valueAt = (index: number) => list.value?.(index) ?? null;
  try {
    for (const index of list.ofKind(matters)) values.set(index, valueAt(index));
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    return { unreadable: error.message, ...(error.at !== undefined && { at: error.at }) };
  }
  return { ...list, value: (index) => values.get(index) ?? valueAt(index) };
}

const kindsRead: ReadonlySet<SeenKind> = new Set(Object.values(readKinds).map(({ kind }) => kind));

const matters = (kind: SeenKind) => kindsRead.has(kind) || isUnclear(kind) || mayBeMeantAsCluster(kind);
