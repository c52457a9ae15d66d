import { availableParallelism } from "node:os";
import { join, normalize, resolve } from "node:path";
import { quotableText, whatIs } from "../text/quotable.ts";
import { type Given, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { defaultKustomize } from "./kustomize-build.ts";
import { kustomizeEnvironment } from "./kustomize-environment.ts";
import { isOnPath, isThere, requireProgram } from "./require-program.ts";
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
  /** How many seconds kustomize may take for a folder, and the environment that it gets. */
  readonly seconds: number;
  readonly env: Io["env"];
}

/** Reads the arguments; a folder that is `ignored`, by its absolute path, is left out. Throws `UsageError`. */
export function orderOf({ paths, flags }: Given, io: Io, ignored: (path: string) => boolean): HydrateOrder {
  const { output: named, jobs, shard, timeout } = flags;
  if (typeof named !== "string" || named === "") throw new UsageError("hydrate needs -o OUT, the folder to write to.");
  const { "kustomize-command": kustomize = flags.kustomize } = flags;
  const flag = flags["kustomize-command"] === undefined ? "--kustomize" : "--kustomize-command";
  const command = commandOf(kustomize, io, {
    flag,
    ofFolder: (folder) => `To hydrate it, name it without a flag: \`hydrate ${folder} -o OUT\`.`,
  });
  if (paths.length === 0) throw new UsageError("hydrate needs at least one folder with a kustomization.");
  const wanted = paths.filter((path) => !ignored(resolve(path)));
  if (wanted.length === 0)
    throw new UsageError("All folders are left out by `ignore`, so there is nothing to hydrate.");
  const processors = availableParallelism();
  const workers = typeof jobs === "string" ? Number(jobs) : processors;
  if (!Number.isInteger(workers) || workers < 1)
    throw new UsageError(`--jobs cannot be \`${quotableText(String(jobs))}\`; write a whole number, 1 or more.`);
  const seconds = secondsOf(timeout);
  requireProgram(command, io.env.PATH, typeof kustomize !== "string");
  const output = outputFolder(named);
  const all = targetsOf(wanted, output);
  const targets = shardOf([...all], shard).map(([target, folder]) => ({ target, folder }));
  return {
    output,
    named,
    all: new Set(all.keys()),
    targets,
    command,
    jobs: workers,
    seconds,
    env: kustomizeEnvironment(io.env, Math.min(workers, targets.length), processors),
  };
}

/** How many seconds kustomize may take for a folder. Throws `UsageError`. */
export function secondsOf(timeout: string | true | undefined): number {
  const seconds = typeof timeout === "string" ? Number(timeout) : 300;
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > aDay)
    throw new UsageError(`--timeout is ${whatIs(String(timeout))}; it takes a number of seconds from 1 to ${aDay}.`);
  return seconds;
}

const aDay = 86_400;

/** The flag that names a command, and what to write instead where somebody gives it a folder. */
interface CommandFlag {
  readonly flag: string;
  readonly ofFolder: (folder: string) => string;
}

const isFolder = (path: string) => isThere(path, (stats) => stats.isDirectory());

/** The command that builds a folder, which a flag may name. Throws `UsageError`. */
export function commandOf(
  given: string | true | undefined,
  { env }: Pick<Io, "env">,
  { flag, ofFolder }: CommandFlag,
): readonly string[] {
  const command =
    typeof given === "string" ? given.split(" ").filter((word) => word !== "") : defaultKustomize(env.PATH);
  if (command.length === 0)
    throw new UsageError(`${flag} is empty; write a command, for example \`kubectl kustomize\`.`);
  if (typeof given === "string" && isFolder(given) && (given.includes("/") || !isOnPath(given, env.PATH)))
    throw new UsageError(
      `${flag} takes a command, and \`${quotableText(given)}\` is a folder. ${ofFolder(quotableText(given))}`,
    );
  return command;
}

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
