import { isError } from "../findings/errors.ts";
import { headOf } from "../krm/resource.ts";
import { builtFolders } from "./built-folders.ts";
import { type CheckSettings, checkFlags, checkSettings } from "./check-settings.ts";
import type { FoundInput } from "./cluster-findings.ts";
import { type Flag, type Given, UsageError } from "./command.ts";
import { objectKey } from "./finding-key.ts";
import type { Io } from "./io.ts";
import { kustomizeFlags, kustomizeOrder } from "./kustomize-flags.ts";
import type { Located } from "./located.ts";
import { type ConfFile, readManifests } from "./manifests.ts";
import { unbuiltKustomizations } from "./unbuilt-kustomizations.ts";
import { type Unit, unitOfFiles } from "./unit.ts";

/** What the user named to be judged: files as they are, and kustomizations that are built. */
export interface JudgedInput {
  readonly settings: CheckSettings;
  /** What is judged, each by itself: the files, where some are named, then the kustomizations. */
  readonly units: readonly Unit[];
  /** The files, also where none is named. */
  readonly files: Unit;
  readonly fileCount: number;
  /** Tells by its absolute path whether a file was read or built; `-` is standard input. */
  readonly looksAt: (file: string) => boolean;
  /** Tells whether an object was judged that an absolute path and the key of the object name, where the file is one that `looksAt` knows. */
  readonly judges: (object: string, file: string) => boolean;
  readonly folderCount: number;
  readonly confFiles: readonly ConfFile[];
  /** Files that cannot be read. */
  readonly unread: readonly Located[];
  /** Kustomizations that cannot be built. */
  readonly failed: readonly Located[];
  /** What is said about kustomizations that are built, or should be. */
  readonly notices: readonly Located[];
}

/** The flags that `judgedInput` reads. */
export const inputFlags = {
  kustomize: kustomizeFlags,
  settings: {
    ignore: {
      value: "GLOB",
      repeatable: true,
      help: "leave out files and folders, for example 'charts/**'; may be repeated",
    },
    config: checkFlags.config,
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Flag>>>>;

/** Reads and builds what the user named. Throws `UsageError` and `UnreadableInput`. */
export async function judgedInput(command: string, given: Given, io: Io, known?: CheckSettings): Promise<JudgedInput> {
  const order = kustomizeOrder(given, io);
  if (order.paths.length + order.folders.length === 0)
    throw new UsageError(`${command} needs a file, a folder, - for standard input, or --kustomize DIR.`);
  const settings = known ?? (await checkSettings(given));
  const built = await builtFolders(order, io);
  const isLeftOut = (path: string) => settings.ignored(path) || settings.isOwnFile(path) || built.covers(path);
  const { list, folders, files: read, confFiles, unread, fileCount } = readManifests(order.paths, io, isLeftOut);
  const unbuilt = unbuiltKustomizations(list, folders);
  const files = unitOfFiles(list, unbuilt);
  return {
    settings,
    units: order.paths.length === 0 ? built.units : [files, ...built.units],
    files,
    fileCount,
    looksAt: (file) => read.has(file) || built.covers(file),
    judges: judgedBy(built.units, (file) => read.has(file)),
    folderCount: order.folders.length,
    confFiles,
    unread,
    failed: built.failed,
    notices: [...built.notices, ...unbuilt.notices],
  };
}

/** A file of a base is in other kustomizations, too, which make other objects of it: of these, nothing is known where they are not built. */
function judgedBy(built: readonly Unit[], isRead: (file: string) => boolean): JudgedInput["judges"] {
  let keys: ReadonlySet<string> | undefined;
  return (object, file) => {
    if (isRead(file)) return true;
    keys ??= new Set(
      built.flatMap(({ list }) =>
        Array.from({ length: list.itemCount }, (_, index) => {
          const { file: _file, ...head } = headOf(list.value?.(index) ?? null);
          return objectKey(head);
        }),
      ),
    );
    return keys.has(object);
  };
}

/** What there was to look for clusters in. */
export const foundIn = (input: JudgedInput, clusters: number): FoundInput => ({
  clusters,
  files: input.fileCount,
  folders: input.folderCount,
  confFiles: input.confFiles.length,
  unbuilt: input.failed.length,
  unread: input.unread.filter(({ finding }) => isError(finding)).length,
});
