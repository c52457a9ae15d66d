import { reportText } from "../findings/finding-text.ts";
import { manifestChanges } from "../recovery/manifest-changes.ts";
import { planChanges } from "../recovery/plan-changes.ts";
import { nowFlag, nowOf } from "./clock.ts";
import { type Command, type Given, UsageError } from "./command.ts";
import { diffFormats } from "./diff-formats.ts";
import { diffSide } from "./diff-side.ts";
import { exits } from "./exit-codes.ts";
import { placed } from "./formats/report.ts";
import { inputFlags } from "./judged-input.ts";
import { objectDifferences } from "./object-differences.ts";
import { outputFlag, withOutput } from "./output-file.ts";
import { isThere } from "./require-program.ts";
import { expectShortRun } from "./short-run.ts";

/** Says what is different for backups between two inputs. */
export const diff: Command = {
  name: "diff",
  takes: "A B",
  usage: "diff [-k] A B [--format FORMAT] [-o FILE]",
  title: "say what changes for backups from one folder, file or kustomization to another",
  summary: `Says what changes for backups from A to B: first in words, with what is lost at the top, then as a unified diff of the objects that the
function makes. A and B are files, folders (with all manifests below them) or - for standard input; with -k, folders with a kustomization are
built. Of the Secret of a cluster, it is said whether its keys and passphrases are others, gone or new, and whether it is in A and B at all; so
is a restore in place that B starts. No secret is printed: of what may be one, it is said that it is another.`,
  examples: [
    { does: "compare two folders", call: "diff before after" },
    { does: "compare what two overlays build", call: "diff -k overlays/prod overlays/test" },
    { does: "write a comment for a pull request", call: "diff before after --format markdown" },
  ],
  exitCodes: {
    0: "nothing is different",
    1: "something is different",
    2: `${exits.unreadable}, also of one folder or file, or no cluster in either`,
  },
  flags: {
    kustomize: { short: "k", help: "build A and B with kustomize first, where they are folders" },
    "kustomize-command": inputFlags.kustomize["kustomize-command"],
    timeout: inputFlags.kustomize.timeout,
    format: { choices: Object.keys(diffFormats), help: "how to print it" },
    ...outputFlag,
    ...nowFlag,
    ...inputFlags.settings,
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    await expectShortRun();
    const { flags, paths } = given;
    const [a, b, ...more] = paths;
    if (a === undefined || b === undefined || more.length > 0)
      throw new UsageError("diff needs two files or folders, the earlier one first.");
    if (a === "-" && b === "-") throw new UsageError("Only one of the two can be standard input.");
    const to = withOutput(io, flags);
    const now = Math.floor(nowOf(flags.now) / 1000);
    const [before, after] = [await diffSide(sideOf(given, a), now, io), await diffSide(sideOf(given, b), now, io)];
    const trouble = [...before.trouble, ...after.trouble];
    if (trouble.length > 0) {
      io.stderr(reportText(trouble.map(placed)));
      return 2;
    }
    if (before.plan.clusters.length + after.plan.clusters.length === 0)
      throw new UsageError(
        "No postgresql with a backup section is in either of the two, so nothing was compared. Name the folders of clusters; with -k, those that have a kustomization.yaml themselves.",
      );
    const differences = {
      changes: planChanges(before.plan, after.plan, (old, cluster) => {
        const source = after.sourceOf(cluster);
        return source && manifestChanges(before.sourceOf(old), source);
      }),
      objects: objectDifferences(before.objects, after.objects),
    };
    const write = diffFormats[typeof flags.format === "string" ? flags.format : "text"];
    if (write === undefined) throw new UsageError(`--format cannot be \`${String(flags.format)}\`.`);
    const text = write(differences);
    to.stdout(text);
    return differences.changes.length + differences.objects.length === 0 ? 0 : 1;
  },
};

/** The arguments as for one input alone. With -k, a folder is built; a file or standard input, which may be what was built before, is read as it is. */
function sideOf(given: Given, path: string): Given {
  const { kustomize, ...flags } = given.flags;
  const isBuilt = kustomize === true && isThere(path, (stats) => stats.isDirectory());
  return {
    ...given,
    paths: isBuilt ? [] : [path],
    lists: { ...given.lists, kustomize: isBuilt ? [path] : [] },
    flags,
  };
}
