import { checkFlags, failsOn } from "./check-settings.ts";
import { checkUnits } from "./check-units.ts";
import { clusterFindings } from "./cluster-findings.ts";
import type { Command } from "./command.ts";
import { confFindings } from "./conf-findings.ts";
import { exits } from "./exit-codes.ts";
import { formatOf, formats } from "./formats/index.ts";
import { foundIn, inputFlags, judgedInput } from "./judged-input.ts";
import { locatedBy } from "./located.ts";
import { screenOf } from "./screen.ts";
import { expectShortRun } from "./short-run.ts";

/** Checks manifests without a host, for CI. */
export const check: Command = {
  name: "check",
  takes: "PATH...",
  usage: "check PATH... [--kustomize DIR...] [--format FORMAT] [--fail-on SEVERITY]",
  title: "check manifests and report, for CI",
  summary: `Checks manifests and reports what would lose a backup, and which objects that the function created are out of date.
PATH is a file, a folder (with all manifests below it) or - for standard input. Files that a kustomization lists as patches are left out.
DIR is the folder of a kustomization: what it builds is checked, and findings are placed in the files that it is built from.
A template or another file that is not a manifest is a warning. Documents of other kinds that do not mention pgBackRest or the operator are
not parsed.`,
  examples: [
    { does: "check all manifests below a folder", call: "check clusters" },
    {
      does: "check what a kustomization builds, and stop for warnings, too",
      call: "check -k overlays/prod --fail-on warning",
    },
    { does: "write a report for code scanning", call: "check clusters --format sarif" },
  ],
  exitCodes: {
    0: "no finding that counts by --fail-on",
    1: "findings that count by --fail-on",
    2: "arguments that cannot be read, or nothing that can be",
    3: exits.badConfig,
  },
  flags: {
    ...inputFlags.kustomize,
    format: { choices: Object.keys(formats), help: "how to print findings" },
    "fail-on": checkFlags["fail-on"],
    "require-clusters": checkFlags["require-clusters"],
    ...inputFlags.settings,
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    await expectShortRun();
    const { flags } = given;
    const format = formatOf(flags.format);
    const input = await judgedInput("check", given, io);
    const { clusters, counts, exitCode, located } = await checkUnits(input.units, input.settings);
    const found = foundIn(input, clusters);
    const all = [
      ...input.unread,
      ...input.failed,
      ...input.notices,
      ...located,
      ...(await confFindings(input.confFiles, input.settings.functionConfig)).filter(
        // Of a cluster beside the file, its `global` says it, or the info that this is checked unbuilt.
        ({ finding }) => clusters === 0 || finding.rule !== "cipher-pass-without-type",
      ),
      // With a bad functionConfig, no cluster was looked at.
      ...(exitCode === 3
        ? []
        : locatedBy(input.files.locate, clusterFindings(counts, found, input.settings.requiredClusters))),
    ];
    io.stdout(format({ located: all, clusters, color: screenOf(io).color }));
    if (exitCode !== 0) return exitCode;
    const stops = failsOn(flags["fail-on"]);
    return all.some(({ finding }) => stops(finding)) ? 1 : 0;
  },
};
