import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { findingsText } from "../findings/finding-text.ts";
import { filter } from "../function/filter.ts";
import type { JsonValue } from "../json/json-value.ts";
import { visible } from "../text/visible.ts";
import type { Command } from "./command.ts";
import { type FolderFindings, folderFindings } from "./folder-findings.ts";
import { type FolderLock, folderLock } from "./folder-lock.ts";
import { type FolderReport, folderReports } from "./folder-reports.ts";
import { formatOf, formats } from "./formats/index.ts";
import { functionConfigFrom } from "./function-config-file.ts";
import { type HydrateOrder, orderOf } from "./hydrate-order.ts";
import { finishEarlier, isUnfinished, replaceFolder } from "./hydrated-folder.ts";
import { inParallel } from "./in-parallel.ts";
import { kustomizeBuild } from "./kustomize-build.ts";
import { objectFiles } from "./object-files.ts";
import { pruneFolders } from "./prune-folders.ts";
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
    timeout: { value: "SECONDS", help: "how long kustomize may take for a folder (default: 300)" },
    jobs: { short: "j", value: "N", help: "number of folders to build at a time (default: one per processor)" },
    shard: { value: "I/N", help: "hydrate only part I of N parts of the folders, counted from 1" },
    prune: { help: "remove from OUT what earlier runs wrote for folders that are no longer given" },
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    const order = orderOf(given, io);
    const functionConfig = await functionConfigFrom(given.flags["function-config"]);
    const format = formatOf(given.flags.format);
    const isReport = format !== formats.text;
    // A report has standard output to itself.
    const say = isReport ? io.stderr : io.stdout;
    const found = folderFindings(order.targets.map(({ folder }) => folder));
    return whileSignalsWait(async (stop) => {
      const reports = folderReports(
        order.targets.map(({ folder }) => folder),
        io,
      );
      const lock = folderLock(order.output, {
        enter: finishEarlier,
        say: (text) => reports.note(`${visible(text)}\n`),
        stop: stop.signal,
      });
      let hydrated = 0;
      await inParallel(order.jobs, order.targets, stop, async ({ target, folder }, index) => {
        const { is, ...report } = await hydrateFolder(folder, target, {
          ...order,
          functionConfig,
          found,
          lock,
          stop: stop.signal,
        });
        if (stop.signal.aborted) return;
        if (is === "written") hydrated += 1;
        else found.failed(folder, report.text);
        reports.add(index, report);
      });
      reports.rest();
      if (stop.signal.aborted) return 1;
      await endWorkOfOthers(order, lock);
      const isPruned = given.flags.prune !== true || (await prune(order, lock, { say, stderr: io.stderr }));
      if (isReport) io.stdout(format({ ...found.report(), color: false }));
      say(`${hydrated} of ${order.targets.length} folders hydrated.\n`);
      return isPruned && hydrated === order.targets.length ? 0 : 1;
    });
  },
};

/** How to hydrate each folder. */
interface How extends HydrateOrder {
  readonly functionConfig: JsonValue | undefined;
  readonly found: FolderFindings;
  readonly lock: FolderLock;
  readonly stop: AbortSignal;
}

/** Writes one folder. */
async function hydrateFolder(
  folder: string,
  target: string,
  { output, command, seconds, functionConfig, found: allFound, lock, stop }: How,
): Promise<FolderReport & { readonly is: "written" | "failed" }> {
  let said = "";
  const failed = (text: string, advice = "") => ({ is: "failed", text, advice }) as const;
  try {
    if (isUnfinished(output, target)) await lock(target, () => {});
    const build = await kustomizeBuild(folder, command, { seconds, stop });
    if (build.is === "stopped") return failed("");
    said = build.text;
    if (build.is === "failed") return failed(said, build.advice);
    const outcome = await filter(build.documents, functionConfig, { everyCluster: true });
    const { documents, findings, exitCode } = outcome;
    allFound.add(folder, outcome);
    const found = findings.length > 0 ? findingsText(findings) : "";
    if (!said.includes(found)) said += found; // where kustomize ran the function as well, it has said the same already
    if (exitCode !== 0) return failed(said);
    const files = objectFiles(documents());
    await lock(target, () => replaceFolder(output, target, files));
    return { is: "written", text: said, advice: "" };
  } catch (error) {
    return failed(`${said}${visible(messageOf(error))}\n`);
  }
}

/** A run beside this one may have been ended while it replaced a folder that this one has written before. */
async function endWorkOfOthers({ output, targets }: HydrateOrder, lock: FolderLock): Promise<void> {
  for (const { target } of targets) {
    if (isUnfinished(output, target)) await lock(target, () => {}).catch(() => {});
  }
}

/** Where to write what was done, and what was not. */
interface Say {
  readonly say: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** Says what was removed; `false` where something could not be. */
async function prune({ output, named, all }: HydrateOrder, lock: FolderLock, io: Say): Promise<boolean> {
  if (!existsSync(output)) return true;
  const pruned = await pruneFolders(output, all, lock);
  for (const each of pruned) {
    const folder = visible(join(named, relative(output, each.folder)));
    if (each.is === "removed") io.say(`${folder} removed.\n`);
    else io.stderr(`${folder}:\n${visible(each.message)}\n`);
  }
  return pruned.every(({ is }) => is === "removed");
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
