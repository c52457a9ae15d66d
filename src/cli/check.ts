import { asErrors } from "../findings/errors.ts";
import { filter } from "../function/filter.ts";
import { staleDiagnostic } from "../krm/stale-object.ts";
import { checkFlags, checkSettings, failsOn } from "./check-settings.ts";
import { clusterFindings } from "./cluster-findings.ts";
import { type Command, UsageError } from "./command.ts";
import { formatOf, formats } from "./formats/index.ts";
import { clusterCount, locate } from "./located.ts";
import { readManifests } from "./manifests.ts";

/** Checks manifests without a host, for CI. */
export const check: Command = {
  name: "check",
  usage: "check PATH... [--format FORMAT] [--fail-on SEVERITY]",
  summary: `Checks manifests and reports what would lose a backup, and which objects that the function created are out of date.
PATH is a file, a folder (with all manifests below it) or - for standard input. Files that a kustomization lists as patches are left out.
The exit code is 1 for errors, and 2 if nothing can be read. A template or another file that is not a manifest is a warning.`,
  flags: {
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
  async run({ paths, flags, lists }, io) {
    if (paths.length === 0) throw new UsageError("check needs a file, a folder, or - for standard input.");
    const format = formatOf(flags.format);
    const { ignored, functionConfig, requiredClusters } = await checkSettings({ flags, lists });
    const { list, fileCount, unread } = readManifests(paths, io, ignored);
    const outcome = await filter(list, functionConfig, { everyCluster: true });
    const clusters = clusterCount(list);
    const located = [
      ...unread,
      ...locate(list, [
        ...outcome.findings,
        ...asErrors("stale-object", outcome.stale.map(staleDiagnostic)),
        // With a bad functionConfig, no cluster was looked at.
        ...(outcome.exitCode === 3
          ? []
          : clusterFindings(outcome.clusters, { clusters, files: fileCount }, requiredClusters)),
      ]),
    ];
    io.stdout(format({ located, clusters, color: io.terminal && io.env.NO_COLOR === undefined }));
    if (outcome.exitCode !== 0) return outcome.exitCode;
    const stops = failsOn(flags["fail-on"]);
    return located.some(({ finding }) => stops(finding)) ? 1 : 0;
  },
};
