import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, normalize } from "node:path";
import { findingsText } from "../findings/finding-text.ts";
import { filter } from "../function/filter.ts";
import type { JsonValue } from "../json/json-value.ts";
import { type Command, type Given, UsageError } from "./command.ts";
import { type FolderFindings, folderFindings } from "./folder-findings.ts";
import { formatOf, formats } from "./formats/index.ts";
import { functionConfigFrom } from "./function-config-file.ts";
import { finishEarlier, pruneFolders, replaceFolder } from "./hydrated-folder.ts";
import type { Io } from "./io.ts";
import { defaultKustomize, kustomizeBuild } from "./kustomize-build.ts";
import { whileSignalsWait } from "./signals.ts";

/** Runs the user's kustomize on many folders and writes their expansion, so that applying needs no plugins. */
export const hydrate: Command = {
  name: "hydrate",
  usage: "hydrate DIR... -o OUT [--format FORMAT]",
  summary: `Runs kustomize on each DIR, expands its output, and writes one file per object into OUT/DIR, with a kustomization.yaml.
The kustomizations need not list the function: this program is the function. Use the Component fn-config/namereference for hash suffixes.
A folder is replaced as a whole when it is complete; one that fails stays as it was, and the others are still written.
Files in OUT that hydrate did not write stay as they are. The exit code is 1 if a folder failed.`,
  flags: {
    format: {
      choices: Object.keys(formats),
      help: "how to print findings: text on standard error, any other as a report on standard output",
    },
    output: { short: "o", value: "OUT", help: "folder to write to" },
    kustomize: {
      value: "COMMAND",
      help: "command that builds a folder (default: kustomize build, else kubectl kustomize)",
    },
    jobs: { short: "j", value: "N", help: "number of folders to build at a time (default: one per processor)" },
    shard: { value: "I/N", help: "hydrate only part I of N parts of the folders, counted from 1" },
    prune: { help: "remove from OUT what earlier runs wrote for folders that are no longer given" },
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    const { output, all, targets, command, jobs } = orderOf(given, io);
    const functionConfig = await functionConfigFrom(given.flags["function-config"]);
    const format = formatOf(given.flags.format);
    const isReport = format !== formats.text;
    // A report has standard output to itself.
    const say = isReport ? io.stderr : io.stdout;
    const found = folderFindings(targets.map(([, folder]) => folder));
    const queue = targets.entries();
    let [done, failed] = [0, 0];
    const worker = async () => {
      for (const [, [target, folder]] of queue) {
        const { error, text } = await hydrateFolder(folder, target, { command, functionConfig, found });
        done += 1;
        if (error) {
          failed += 1;
          found.failed(folder, text);
        }
        if (text !== "") io.stderr(`${io.terminal ? clearLine : ""}${folder}:\n${text}`);
        if (io.terminal) io.stderr(`${clearLine}${done}/${targets.length}${done === targets.length ? "\n" : ""}`);
      }
    };
    await whileSignalsWait(() => Promise.all(Array.from({ length: Math.min(jobs, targets.length) }, worker)));
    if (given.flags.prune === true && existsSync(output))
      for (const folder of pruneFolders(output, new Set(all.keys()))) say(`${folder} removed.\n`);
    if (isReport) io.stdout(format({ ...found.report(), color: false }));
    say(`${done - failed} of ${targets.length} folders hydrated.\n`);
    return failed > 0 ? 1 : 0;
  },
};

const clearLine = "\r\u001b[K";

/** What the arguments ask for. Throws `UsageError`. */
function orderOf({ paths, flags }: Given, io: Io) {
  const { output, kustomize, jobs, shard } = flags;
  if (typeof output !== "string" || output === "")
    throw new UsageError("hydrate needs -o OUT, the folder to write to.");
  if (paths.length === 0) throw new UsageError("hydrate needs at least one folder with a kustomization.");
  const workers = typeof jobs === "string" ? Number(jobs) : availableParallelism();
  if (!Number.isInteger(workers) || workers < 1)
    throw new UsageError(`--jobs cannot be \`${jobs}\`; write a whole number, 1 or more.`);
  const command =
    typeof kustomize === "string" ? kustomize.split(" ").filter((word) => word !== "") : defaultKustomize(io.env.PATH);
  if (command.length === 0)
    throw new UsageError("--kustomize is empty; write a command, for example `kubectl kustomize`.");
  const all = targetsOf(paths, output);
  return { output, all, targets: shardOf([...all], shard), command, jobs: workers };
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
    throw new UsageError(`--shard cannot be \`${shard}\`; write I/N with I from 1 to N, for example 1/4.`);
  return folders.filter((_, index) => index % Number(parts) === Number(part) - 1);
}

/** Writes one folder; `text` is what the user should read, empty where all is well. */
async function hydrateFolder(
  folder: string,
  target: string,
  how: {
    readonly command: readonly string[];
    readonly functionConfig: JsonValue | undefined;
    readonly found: FolderFindings;
  },
): Promise<{ readonly error: boolean; readonly text: string }> {
  let said = "";
  try {
    finishEarlier(target);
    const build = await kustomizeBuild(folder, how.command);
    said = build.text;
    if (build.is === "failed") return { error: true, text: said };
    const outcome = await filter(build.documents, how.functionConfig);
    const { documents, findings, exitCode } = outcome;
    how.found.add(folder, outcome);
    const found = findings.length > 0 ? findingsText(findings) : "";
    if (!said.includes(found)) said += found; // where kustomize ran the function as well, it has said the same already
    if (exitCode !== 0) return { error: true, text: said };
    replaceFolder(target, documents());
    return { error: false, text: said };
  } catch (error) {
    return { error: true, text: `${said}${error instanceof Error ? error.message : String(error)}\n` };
  }
}
