import { reportText } from "../findings/finding-text.ts";
import { runbookFor } from "../restore/runbook-for.ts";
import { runbookMarkdown } from "../restore/runbook-markdown.ts";
import { runbookPage } from "../restore/runbook-page.ts";
import { visible } from "../text/visible.ts";
import { clusterFlags, clusterManifests } from "./cluster-manifests.ts";
import { type Command, UsageError } from "./command.ts";
import { exits } from "./exit-codes.ts";
import { placed } from "./formats/report.ts";
import { jsonText } from "./json-text.ts";
import { judgedCluster } from "./judged-cluster.ts";
import { manifestArguments } from "./manifest-arguments.ts";
import { namedCluster } from "./named-cluster.ts";
import { outputFlag, withOutput } from "./output-file.ts";
import { patchPlaceSentence } from "./patch-place.ts";
import { tellUnbuilt, unbuiltNotes } from "./unbuilt-notes.ts";

/** Prints what to do with a cluster's backups in an incident, in the cluster's own names. */
export const runbook: Command = {
  name: "runbook",
  takes: "CLUSTER",
  usage: "runbook CLUSTER [-f PATH...] [--kustomize DIR...] [--format FORMAT] [-o FILE]",
  title: "print what to type when a cluster has to be restored",
  summary: `Prints the commands, in their order and with the cluster's own names, to look at backups, to back up now, to restore in place, to a point
in time, one backup or one database, to clone, and what to do when the operator or the namespace is gone, when WAL archiving stands still
and when the repository is full. CLUSTER is NAME or NAMESPACE/NAME, as in the manifests. No secret is printed.
Errors in the manifests are named, and what can be said is printed.`,
  examples: [
    { does: "print the runbook of a cluster", call: "runbook pg/demo -f clusters" },
    { does: "write that of a cluster as it is built", call: "runbook pg/demo -k overlays/prod --format json" },
  ],
  exitCodes: {
    0: exits.done,
    1: "the cluster has no backups",
    2: exits.unreadable,
    3: exits.badConfig,
  },
  flags: {
    format: {
      choices: ["markdown", "text", "json"],
      help: "how to print it: text is the same as Markdown, json has the steps one by one",
    },
    ...outputFlag,
    ...clusterFlags,
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    const [name, ...more] = given.paths;
    if (name === undefined) throw new UsageError("runbook needs the name of a cluster.");
    const to = withOutput(io, given.flags);
    const manifests = await clusterManifests(given, more, io);
    const named = namedCluster(manifests.units, name);
    const { errors, isConfigBad, context } = await judgedCluster(named, manifests, { changed: named.item.value });
    if (errors.length > 0) io.stderr(reportText(errors.map(placed)));
    if (isConfigBad) return 3;
    const request = {
      name,
      manifests: manifestArguments(given, more),
      notes: [...notesOn(errors.length), ...unbuiltNotes(manifests, named)],
      patchPlace: patchPlaceSentence(named),
    };
    const made = context === undefined ? undefined : runbookFor(context, request);
    if (made === undefined) {
      io.stderr(
        errors.length > 0 && context === undefined
          ? "\nNothing can be said of this cluster's backups because of this.\n"
          : `The cluster \`${visible(name)}\` has no backups: ${context === undefined ? "it has no backup section" : "its backup section has no repository"}. There is nothing to restore it from.\n`,
      );
      return 1;
    }
    const { format } = given.flags;
    const text = format === "json" ? jsonText(made) : runbookMarkdown(made, runbookPage(made));
    to.stdout(text);
    tellUnbuilt(manifests, named, io);
    return 0;
  },
};

const notesOn = (errors: number): readonly string[] =>
  errors === 0
    ? []
    : [
        `The manifests have ${errors === 1 ? "an error" : `${errors} errors`} in this cluster, so commands may be wrong or missing. \`expand-pgbackrest check\` says what is wrong.`,
      ];
