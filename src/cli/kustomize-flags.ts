import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Flag, Given } from "./command.ts";
import { commandOf, secondsOf } from "./hydrate-order.ts";
import type { Io } from "./io.ts";
import { kustomizationNames } from "./kustomization-files.ts";

/** The flags of a command that builds kustomizations before it reads what is in them. */
export const kustomizeFlags = {
  kustomize: {
    short: "k",
    value: "DIR...",
    repeatable: true,
    takesFollowing: true,
    help: "build DIR with kustomize first; may be repeated, and takes all folders that follow",
  },
  "kustomize-command": {
    value: "COMMAND",
    help: "command that builds a folder (default: kustomize build, else kubectl kustomize)",
  },
  timeout: { value: "SECONDS", help: "how long kustomize may take for a folder (default: 300)" },
} as const satisfies Readonly<Record<string, Flag>>;

/** What to build, and how. */
export interface KustomizeOrder {
  /** The folders to build, each once. */
  readonly folders: readonly string[];
  /** Files and folders that are read as they are. */
  readonly paths: readonly string[];
  readonly command: readonly string[];
  readonly seconds: number;
}

/**
 * Tells what is to be built. `--kustomize clusters/*` reaches the program as a flag, its value and other arguments: these are built as well,
 * where they have a kustomization. Without that rule, all but the first would silently be checked unbuilt. Throws `UsageError`.
 */
export function kustomizeOrder({ paths, flags, lists, after }: Given, io: Pick<Io, "env">): KustomizeOrder {
  const following = after.kustomize ?? [];
  const built = following.filter(hasKustomization);
  return {
    folders: eachOnce([...(lists.kustomize ?? []), ...built].map((folder) => folder.replace(/(?<=.)\/+$/, ""))),
    paths: [...paths, ...following.filter((path) => !built.includes(path))],
    command: commandOf(flags["kustomize-command"], io, {
      flag: "--kustomize-command",
      ofFolder: (folder) => `To build it, write \`--kustomize ${folder}\`.`,
    }),
    seconds: secondsOf(flags.timeout),
  };
}

/** Each folder as it is spelled first, by where it really is. */
function eachOnce(folders: readonly string[]): readonly string[] {
  const byPlace = new Map<string, string>();
  for (const folder of folders) {
    const place = existsSync(folder) ? realpathSync(folder) : resolve(folder);
    if (!byPlace.has(place)) byPlace.set(place, folder);
  }
  return [...byPlace.values()];
}

const hasKustomization = (path: string) => kustomizationNames.some((name) => existsSync(join(path, name)));
