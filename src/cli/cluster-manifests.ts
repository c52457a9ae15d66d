import type { JsonValue } from "../json/json-value.ts";
import { builtFolders } from "./built-folders.ts";
import { type CheckSettings, checkFlags, checkSettings } from "./check-settings.ts";
import type { Flag, Given } from "./command.ts";
import type { Io } from "./io.ts";
import { kustomizeFlags, kustomizeOrder } from "./kustomize-flags.ts";
import type { Located } from "./located.ts";
import { readManifests } from "./manifests.ts";
import { type UnbuiltKustomizations, unbuiltKustomizations } from "./unbuilt-kustomizations.ts";
import { type Unit, unitOfFiles } from "./unit.ts";

/**
 * The flags of commands that are about one cluster. Their `-f` is that of kubectl, manifests, and not the functionConfig as where only paths
 * are given.
 */
export const clusterFlags = {
  filename: {
    short: "f",
    value: "PATH",
    repeatable: true,
    takesFollowing: true,
    help: "read manifests from PATH: a file, a folder, or - for standard input; may be repeated (default: this folder)",
  },
  ...kustomizeFlags,
  ignore: {
    value: "GLOB",
    repeatable: true,
    help: "leave out files and folders, for example 'charts/**'; may be repeated",
  },
  config: checkFlags.config,
  "function-config": { value: "FILE", help: "read the functionConfig from FILE" },
} as const satisfies Readonly<Record<string, Flag>>;

/** The manifests in which a command looks for its cluster. */
export interface ClusterManifests {
  readonly units: readonly Unit[];
  readonly settings: CheckSettings;
  /** What could not be read or built. The cluster may be in it. */
  readonly unread: readonly Located[];
  /** The kustomizations that would build a cluster into something else; none for one that was built. */
  readonly buildersOf: UnbuiltKustomizations["buildersOf"];
  /** The functionConfig that counts for a unit. */
  readonly functionConfig: (unit: Unit) => JsonValue | undefined;
}

/** Reads the manifests that the flags and `more` paths name; without any, those in this folder. Throws `UsageError` and `UnreadableInput`. */
export async function clusterManifests(given: Given, more: readonly string[], io: Io): Promise<ClusterManifests> {
  const { lists, after } = given;
  const named = [...more, ...(lists.filename ?? []), ...(after.filename ?? [])];
  const order = kustomizeOrder({ ...given, paths: named }, io);
  const paths = order.paths.length + order.folders.length === 0 ? ["."] : order.paths;
  const settings = await checkSettings(given);
  const built = await builtFolders(order, io);
  const { list, folders, unread } = readManifests(paths, io, (path) => settings.ignored(path) || built.covers(path));
  const unbuilt = unbuiltKustomizations(list, folders);
  const files = unitOfFiles(list, unbuilt);
  return {
    units: paths.length === 0 ? built.units : [files, ...built.units],
    settings,
    unread: [...unread, ...built.failed],
    buildersOf: unbuilt.buildersOf,
    functionConfig: ({ listedConfig }) => settings.functionConfigOver(listedConfig),
  };
}
