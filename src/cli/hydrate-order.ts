import { availableParallelism } from "node:os";
import { join, normalize } from "node:path";
import { quotableText } from "../text/quotable.ts";
import { type Given, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { defaultKustomize } from "./kustomize-build.ts";
import { outputFolder } from "./safe-path.ts";

/** What the arguments of hydrate ask for. */
export interface HydrateOrder {
  /** Where to write, and the same as the user named it. */
  readonly output: string;
  readonly named: string;
  /** Where each folder is written: of all that are given, and those to be hydrated, with the folder. */
  readonly all: ReadonlySet<string>;
  readonly targets: ReadonlyArray<{ readonly target: string; readonly folder: string }>;
  readonly command: readonly string[];
  readonly jobs: number;
  /** How many seconds kustomize may take for a folder. */
  readonly seconds: number;
}

/** Reads the arguments. Throws `UsageError`. */
export function orderOf({ paths, flags }: Given, io: Io): HydrateOrder {
  const { output: named, kustomize, jobs, shard, timeout } = flags;
  if (typeof named !== "string" || named === "") throw new UsageError("hydrate needs -o OUT, the folder to write to.");
  if (paths.length === 0) throw new UsageError("hydrate needs at least one folder with a kustomization.");
  const workers = typeof jobs === "string" ? Number(jobs) : availableParallelism();
  if (!Number.isInteger(workers) || workers < 1)
    throw new UsageError(`--jobs cannot be \`${quotableText(String(jobs))}\`; write a whole number, 1 or more.`);
  const seconds = typeof timeout === "string" ? Number(timeout) : 300;
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > aDay)
    throw new UsageError(
      `--timeout is \`${quotableText(String(timeout))}\`; it takes a number of seconds from 1 to ${aDay}.`,
    );
  const command =
    typeof kustomize === "string" ? kustomize.split(" ").filter((word) => word !== "") : defaultKustomize(io.env.PATH);
  if (command.length === 0)
    throw new UsageError("--kustomize is empty; write a command, for example `kubectl kustomize`.");
  const output = outputFolder(named);
  const all = targetsOf(paths, output);
  return {
    output,
    named,
    all: new Set(all.keys()),
    targets: shardOf([...all], shard).map(([target, folder]) => ({ target, folder })),
    command,
    jobs: workers,
    seconds,
  };
}

const aDay = 86_400;

/** The folders by where each is written, in order. Two of them cannot be written to one place. */
function targetsOf(paths: readonly string[], output: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const folder of [...new Set(paths.map((path) => normalize(`${path}/`).replace(/(?<=.)\/$/, "")))].sort()) {
    const target = targetOf(folder, output);
    const other = targets.get(target);
    if (other !== undefined)
      throw new UsageError(
        `\`${other}\` and \`${folder}\` would both be written to ${target}. Write them to different OUT folders.`,
      );
    targets.set(target, folder);
  }
  return targets;
}

/** Below OUT by the folder's own path, without what would lead out of it. */
const targetOf = (folder: string, output: string) =>
  join(output, ...folder.split("/").filter((part) => part !== ".." && part !== "")).replace(/(?<=.)\/$/, "");

function shardOf<T>(folders: readonly T[], shard: string | true | undefined): readonly T[] {
  if (typeof shard !== "string") return folders;
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  if (part === undefined || Number(part) < 1 || Number(part) > Number(parts))
    throw new UsageError(
      `--shard cannot be \`${quotableText(String(shard))}\`; write I/N with I from 1 to N, for example 1/4.`,
    );
  return folders.filter((_, index) => index % Number(parts) === Number(part) - 1);
}
