import { checkFlags, checkSettings, formatFlag } from "./check-settings.ts";
import { isFailure, isLoud, judge, print, withNamed, withoutAccepted } from "./check-steps.ts";
import { type Command, UsageError } from "./command.ts";
import { exits } from "./exit-codes.ts";
import { mendedWhereAsked } from "./fix-step.ts";
import { formats } from "./formats/index.ts";
import type { Report } from "./formats/report.ts";
import { inputFlags, judgedInput } from "./judged-input.ts";
import { reportPaths } from "./report-paths.ts";
import { screenOf } from "./screen.ts";
import { expectShortRun } from "./short-run.ts";

/** Checks manifests without a host, for CI. */
export const check: Command = {
  name: "check",
  takes: "PATH...",
  usage: "check PATH... [--kustomize DIR...] [--format FORMAT] [--fail-on SEVERITY] [-o FILE]",
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
    {
      does: "show what has one right answer, as a diff; without --dry-run, mend it",
      call: "check clusters --fix --dry-run",
    },
    { does: "write a report for code scanning", call: "check clusters --format sarif -o results.sarif" },
    {
      does: "accept what is found today, and stop for what is new",
      call: "check clusters --write-baseline accepted.json",
    },
  ],
  exitCodes: {
    0: "no finding that counts by --fail-on",
    1: "findings that count by --fail-on; with --dry-run, in the files as they are, without the fixes",
    2: "arguments that cannot be read, or nothing that can be",
    3: exits.badConfig,
  },
  flags: {
    ...inputFlags.kustomize,
    format: { ...formatFlag, help: "how to print findings" },
    output: { short: "o", value: "FILE", help: "write the report to FILE, and findings for people to standard error" },
    quiet: {
      short: "q",
      help: "report only what makes the exit code 1 (with --fail-on none: errors), and nothing where all is well",
    },
    "fail-on": checkFlags["fail-on"],
    "require-clusters": checkFlags["require-clusters"],
    baseline: { value: "FILE", help: "accept the findings in FILE; they are only counted" },
    "write-baseline": { value: "FILE", help: "write the findings of this run to FILE, and accept them" },
    fix: { help: "mend in the files what has exactly one right answer" },
    "dry-run": {
      help: "with --fix, print a diff of what it would change, and change nothing; not with -o, --format or --write-baseline",
    },
    "fix-secrets": { help: "with --fix, change Secrets, too, and the files that they are made of" },
    ...inputFlags.settings,
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    await expectShortRun();
    const { flags } = given;
    if (flags.baseline !== undefined && flags["write-baseline"] !== undefined)
      throw new UsageError(
        "--baseline and --write-baseline cannot be given together: the file that is written has all findings of this run.",
      );
    if (flags["write-baseline"] === "-")
      throw new UsageError("--write-baseline needs a file: standard output has the report.");
    const settings = await checkSettings(given);
    const { refuseSameFile, refuseToReplace } = await import("./replaced-file.ts");
    refuseSameFile({
      "--config": settings.configPath,
      "--function-config": flags["function-config"],
      "--baseline": settings.baseline,
      "--output": flags.output,
    });
    refuseSameFile({
      "--write-baseline": flags["write-baseline"],
      "--output": flags.output,
      "--config": settings.configPath,
    });
    refuseToReplace(flags.output);
    refuseToReplace(flags["write-baseline"]);
    const named = withNamed(given, settings.named);
    const first = await judgedInput("check", named, io, settings);
    const { judged, input, fixed, onDisk, exitCode } = await mendedWhereAsked(
      { input: first, found: await judge(first) },
      named,
      io,
    );
    const located = exitCode === 3 ? judged.located : await withoutAccepted(judged.located, input, given, io);
    const report: Report = {
      ...judged,
      ...(fixed !== undefined && { fixed, isAfterFixes: onDisk !== undefined && fixed.length > 0 }),
      located: flags.quiet === true ? located.filter(isLoud(settings.failOn)) : located,
      isQuiet: flags.quiet === true,
      color: screenOf(io).color,
      paths: reportPaths([...named.paths, ...(named.lists.kustomize ?? [])]),
    };
    if (flags["dry-run"] === true) io.stderr(formats.text({ ...report, color: false }));
    else await print(report, settings, flags.output, io);
    if (exitCode === 3) return 3;
    const counting = onDisk === undefined ? located : await withoutAccepted(onDisk, first, given, io);
    return counting.some(isFailure(settings.failOn)) ? 1 : 0;
  },
};
