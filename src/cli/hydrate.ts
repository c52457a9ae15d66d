import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { Finding } from "../findings/finding.ts";
import { placeText, reportText } from "../findings/finding-text.ts";
import { visible } from "../text/visible.ts";
import { checkFlags, checkSettings, formatFlag } from "./check-settings.ts";
import type { Command } from "./command.ts";
import { refusedSettings } from "./config-places.ts";
import { exits } from "./exit-codes.ts";
import { failsOn } from "./fail-on.ts";
import { folderFindings } from "./folder-findings.ts";
import { type FolderLock, folderLock } from "./folder-lock.ts";
import { folderReports } from "./folder-reports.ts";
import { folderStore } from "./folder-store.ts";
import { shortWhereText } from "./formats/report.ts";
import { type Hydrated, hydrateFolder } from "./hydrate-folder.ts";
import { type HydrateOrder, orderOf } from "./hydrate-order.ts";
import { finishEarlier, isUnfinished } from "./hydrated-folder.ts";
import { inParallel } from "./in-parallel.ts";
import { kustomizeFlags } from "./kustomize-flags.ts";
import { pruneFolders } from "./prune-folders.ts";
import { reportPaths } from "./report-paths.ts";
import { expectShortRun } from "./short-run.ts";
import { whileSignalsWait } from "./signals.ts";

/** Runs the user's kustomize on many folders and writes their expansion, so that applying needs no plugins. */
export const hydrate: Command = {
  name: "hydrate",
  takes: "DIR... -o OUT",
  usage: "hydrate DIR... -o OUT [--format FORMAT]",
  title: "run kustomize on many folders and write the expanded objects",
  summary: `Runs kustomize on each DIR, expands its output, and writes one file per object into OUT/DIR, with a kustomization.yaml.
The kustomizations need not list the function: this program is the function. One that does is built without it, with its functionConfig.
Use the Component fn-config/namereference for hash suffixes.
The clusters of all folders are compared, too. A folder is replaced as a whole when it is complete and has no error; one that fails stays as
it was, and the others are still written. Files in OUT that hydrate did not write stay as they are.`,
  examples: [
    { does: "write the objects of each overlay", call: "hydrate overlays/prod overlays/test -o rendered" },
    {
      does: "remove what was written for folders that are gone, too",
      call: "hydrate overlays/prod -o rendered --prune",
    },
  ],
  exitCodes: {
    0: "all folders are written",
    1: "a folder failed, or has findings that count by --fail-on",
    2: "arguments that cannot be read",
    3: exits.badConfig,
  },
  flags: {
    format: {
      ...formatFlag,
      help: "how to print findings: text on standard error, any other as a report on standard output",
    },
    output: { short: "o", value: "OUT", help: "folder to write to" },
    "kustomize-command": kustomizeFlags["kustomize-command"],
    kustomize: { value: "COMMAND", hidden: true, help: "the earlier name of --kustomize-command" },
    timeout: { value: "SECONDS", help: "how long kustomize may take for a folder (default: 300)" },
    jobs: { short: "j", value: "N", help: "number of folders to build at a time (default: one per processor)" },
    shard: { value: "I/N", help: "hydrate only part I of N parts of the folders, counted from 1" },
    prune: { help: "remove from OUT what earlier runs wrote for folders that are no longer given" },
    ...checkFlags,
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    await expectShortRun();
    const { flags } = given;
    const { ignored, functionConfig, functionConfigOver, configPlaces, requiredClusters, ...settings } =
      await checkSettings(given);
    const order = orderOf(given, io, ignored);
    // Most runs print no report, and to load how costs.
    const format =
      settings.format === "text" ? undefined : (await import("./formats/index.ts")).formats[settings.format];
    // A report has standard output to itself.
    const say = format === undefined ? io.stdout : io.stderr;
    const paths = reportPaths(given.paths);
    const refused = await refusedSettings(functionConfig, configPlaces);
    if (refused.length > 0) {
      io.stderr(reportText(refused.map((each) => ({ finding: each.finding, place: shortWhereText(each) }))));
      if (format !== undefined) io.stdout(format({ located: refused, clusters: 0, judged: [], color: false, paths }));
      say(`0 of ${order.targets.length} folders hydrated.\n`);
      return 3;
    }
    const folders = order.targets.map(({ folder }) => folder);
    const found = folderFindings(folders);
    const store = folderStore();
    return whileSignalsWait(async (stop) => {
      const reports = folderReports(folders, io);
      const lock = folderLock(order.output, {
        enter: finishEarlier,
        say: (text) => reports.note(`${visible(text)}\n`),
        stop: stop.signal,
      });
      const how = { ...order, functionConfigOver, configPlaces, found, lock, store, stop: stop.signal };
      let hydrated = 0;
      const kept = new Map<string, () => Promise<Hydrated>>();
      await inParallel(order.jobs, order.targets, stop, async (target, index) => {
        const result = await hydrateFolder(target, how);
        if (stop.signal.aborted) return;
        if (result.is === "written") hydrated += 1;
        else if (result.is === "failed") found.failed(target.folder, result.text);
        else kept.set(target.folder, result.write);
        reports.add(index, result);
      });
      reports.rest();
      if (stop.signal.aborted) return 1;
      const { findings, refused, isIncomplete } = found.compare(requiredClusters);
      if (findings.length > 0) reports.note(betweenText(findings, refused));
      for (const folder of folders) {
        const result = refused.has(folder) ? undefined : await kept.get(folder)?.();
        if (stop.signal.aborted) return 1;
        if (result?.is === "written") hydrated += 1;
        if (result?.is !== "failed") continue;
        found.failed(folder, result.text);
        reports.note(`${visible(folder)}:\n${result.text}`);
      }
      await endWorkOfOthers(order, lock);
      const wantsPrune = flags.prune === true;
      if (wantsPrune && isIncomplete) io.stderr("Nothing was removed, because clusters are missing.\n");
      const isPruned = !wantsPrune || isIncomplete || (await prune(order, lock, { say, stderr: io.stderr }));
      if (format !== undefined) {
        const { located, ...others } = found.report();
        const placed = configPlaces.once(located.map(configPlaces.placed));
        io.stdout(format({ ...others, located: placed, color: false, paths }));
      }
      say(`${hydrated} of ${order.targets.length} folders hydrated.\n`);
      return isPruned && hydrated === order.targets.length && !found.some(failsOn(settings.failOn)) ? 0 : 1;
    }).finally(store.close);
  },
};

/** What is found between folders, and which of them are not written for it. */
function betweenText(findings: readonly Finding[], refused: ReadonlySet<string>): string {
  const text = reportText(
    findings.map((finding) => ({ finding, place: placeText(finding.at) })),
    { severity: (severity) => severity, left: "`--format json` has them all" },
  );
  const names = [...refused].sort().map(visible);
  const not = names.length === 0 ? "" : `  Because of this, nothing was written for ${names.join(", ")}.\n`;
  return `All folders together:\n${text}${not}`;
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
