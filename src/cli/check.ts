import { isError } from "../findings/errors.ts";
import { builtFolders } from "./built-folders.ts";
import { checkFlags, checkSettings, failsOn } from "./check-settings.ts";
import { checkUnits } from "./check-units.ts";
import { clusterFindings } from "./cluster-findings.ts";
import { type Command, UsageError } from "./command.ts";
import { confFindings } from "./conf-findings.ts";
import { formatOf, formats } from "./formats/index.ts";
import { kustomizeFlags, kustomizeOrder } from "./kustomize-flags.ts";
import { locatedBy, locateIn } from "./located.ts";
import { readManifests } from "./manifests.ts";
import { expectShortRun } from "./short-run.ts";
import { unbuiltKustomizations } from "./unbuilt-kustomizations.ts";
import type { Unit } from "./unit.ts";

/** Checks manifests without a host, for CI. */
export const check: Command = {
  name: "check",
  usage: "check PATH... [--kustomize DIR...] [--format FORMAT] [--fail-on SEVERITY]",
  summary: `Checks manifests and reports what would lose a backup, and which objects that the function created are out of date.
PATH is a file, a folder (with all manifests below it) or - for standard input. Files that a kustomization lists as patches are left out.
DIR is the folder of a kustomization: what it builds is checked, and findings are placed in the files that it is built from.
The exit code is 1 for errors, and 2 if nothing can be read. A template or another file that is not a manifest is a warning. Documents of
other kinds that do not mention pgBackRest or the operator are not parsed.`,
  flags: {
    ...kustomizeFlags,
    format: { choices: Object.keys(formats), help: "how to print findings" },
    "fail-on": checkFlags["fail-on"],
    "require-clusters": checkFlags["require-clusters"],
    ignore: {
      value: "GLOB",
      repeatable: true,
      help: "leave out files and folders, for example 'charts/**'; may be repeated",
    },
    config: checkFlags.config,
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    await expectShortRun();
    const { flags, lists } = given;
    const order = kustomizeOrder(given, io);
    if (order.paths.length + order.folders.length === 0)
      throw new UsageError("check needs a file, a folder, - for standard input, or --kustomize DIR.");
    const format = formatOf(flags.format);
    const settings = await checkSettings({ flags, lists });
    const built = await builtFolders(order, io);
    const isLeftOut = (path: string) => settings.ignored(path) || built.covers(path);
    const { list, folders, fileCount, confFiles, unread } = readManifests(order.paths, io, isLeftOut);
    const unbuilt = unbuiltKustomizations(list, folders);
    const files: Unit = {
      ...{ list, listedConfig: undefined, locate: locateIn(list) },
      isBuilt: false,
      renamedSecret: unbuilt.renamedSecret,
      laterNamespace: unbuilt.laterNamespace,
    };
    const { clusters, counts, exitCode, located } = await checkUnits(
      order.paths.length === 0 ? built.units : [files, ...built.units],
      settings,
    );
    const found = {
      clusters,
      files: fileCount,
      folders: order.folders.length,
      confFiles: confFiles.length,
      unbuilt: built.failed.length,
      unread: unread.filter(({ finding }) => isError(finding)).length,
    };
    const all = [
      ...unread,
      ...built.failed,
      ...built.notices,
      ...unbuilt.notices,
      ...located,
      ...(await confFindings(confFiles, settings.functionConfig)).filter(
        // Of a cluster beside the file, its `global` says it, or the info that this is checked unbuilt.
        ({ finding }) => clusters === 0 || finding.rule !== "cipher-pass-without-type",
      ),
      // With a bad functionConfig, no cluster was looked at.
      ...(exitCode === 3 ? [] : locatedBy(files.locate, clusterFindings(counts, found, settings.requiredClusters))),
    ];
    io.stdout(format({ located: all, clusters, color: io.terminal && io.env.NO_COLOR === undefined }));
    if (exitCode !== 0) return exitCode;
    const stops = failsOn(flags["fail-on"]);
    return all.some(({ finding }) => stops(finding)) ? 1 : 0;
  },
};
