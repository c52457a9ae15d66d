import { statSync } from "node:fs";
import { resolve } from "node:path";
import { reportText } from "../findings/finding-text.ts";
import { filter } from "../function/filter.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { builtFolders } from "./built-folders.ts";
import { type Command, UsageError } from "./command.ts";
import { configPlaces, refusedSettings } from "./config-places.ts";
import { exits } from "./exit-codes.ts";
import { placed } from "./formats/report.ts";
import { functionConfigFile } from "./function-config-file.ts";
import { ignoredBy } from "./ignored.ts";
import { kustomizeFlags, kustomizeOrder } from "./kustomize-flags.ts";
import { type Located, locatedBy } from "./located.ts";
import { readManifests } from "./manifests.ts";
import { objectFiles, replaceObjects } from "./object-files.ts";
import { expectShortRun } from "./short-run.ts";

/** Prints manifests with their expansion: the way to try the function without a host. */
export const render: Command = {
  name: "render",
  takes: "PATH...",
  usage: "render PATH... [--kustomize DIR...] [-o OUT]",
  title: "print plain manifests with the expansion",
  summary: `Prints plain manifests together with the pgBackRest objects of their clusters, as YAML documents.
PATH is a file, a folder (with all manifests below it) or - for standard input.
DIR is the folder of a kustomization, which is built first.`,
  examples: [
    { does: "print the cluster with its objects", call: "render postgresql.yaml" },
    { does: "print the objects of what a kustomization builds", call: "render -k overlays/prod" },
    { does: "write one file per object", call: "render clusters -o rendered/" },
  ],
  exitCodes: {
    0: exits.done,
    1: "findings of severity error; nothing is printed",
    2: exits.unreadable,
    3: exits.badConfig,
  },
  flags: {
    ...kustomizeFlags,
    output: {
      short: "o",
      value: "OUT",
      help: "write it to the file OUT; where OUT ends in / or is a folder already, one file per object into it",
    },
    ignore: {
      value: "GLOB",
      repeatable: true,
      help: "leave out files and folders, for example 'charts/**'; may be repeated",
    },
    "include-repo-host": {
      help: "also print the StatefulSets of repo hosts that are left to the operator (spec.repoHost: operator)",
    },
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    await expectShortRun();
    const { flags, lists } = given;
    const includesRepoHost = flags["include-repo-host"] === true;
    const order = kustomizeOrder(given, io);
    if (order.paths.length + order.folders.length === 0)
      throw new UsageError("render needs a file, a folder, - for standard input, or --kustomize DIR.");
    const configFile = await functionConfigFile(flags["function-config"]);
    const functionConfig = configFile?.value;
    const places = configPlaces({ functionConfig: configFile });
    const say = (located: readonly Located[]) => io.stderr(reportText(located.map(placed)));
    const refused = await refusedSettings(functionConfig, places);
    if (refused.length > 0) {
      say(refused);
      return 3;
    }
    const built = await builtFolders(order, io);
    const ignored = ignoredBy(lists.ignore ?? [], resolve("."));
    const { list, confFiles, unread } = readManifests(order.paths, io, (path) => ignored(path) || built.covers(path));
    const conf = confFiles.find(({ found }) => !found);
    if (conf !== undefined)
      throw new UsageError(
        `${conf.path} is a configuration file of pgBackRest, not a manifest, so there is nothing to render; \`check ${conf.path}\` checks it.`,
      );
    // What is printed must be all that is there.
    const missing = [...built.failed, ...unread].find(({ finding }) => finding.severity !== "info");
    if (missing !== undefined)
      throw new UnreadableInput(`${missing.file}:${missing.line}: ${missing.finding.problem} ${missing.finding.fix}`);
    const rendered: Array<Awaited<ReturnType<typeof filter>>> = [];
    if (order.paths.length > 0) {
      const outcome = await filter(list, functionConfig, { includesRepoHost });
      if (outcome.findings.length > 0) io.stderr(reportText(outcome.findings.map(places.worded)));
      rendered.push(outcome);
    }
    for (const { list: documents, listedConfig, locate, isBuilt, renamedSecret } of built.units) {
      const outcome = await filter(documents, functionConfig ?? listedConfig, {
        isBuilt,
        renamedSecret,
        includesRepoHost,
      });
      if (outcome.findings.length > 0) say(locatedBy(locate, outcome.findings).map(places.placed));
      rendered.push(outcome);
    }
    const exitCode =
      rendered
        .map((each) => each.exitCode)
        .sort()
        .at(-1) ?? 0;
    if (exitCode !== 0) return exitCode;
    const { output } = flags;
    if (typeof output === "string" && isFolder(output)) {
      replaceObjects(
        output.replace(/(?<=.)\/+$/, ""),
        objectFiles(rendered.flatMap(({ documents }) => [...documents()])),
      );
      return 0;
    }
    const texts = rendered
      .map(({ parts }) => Buffer.concat(parts.map((part) => Buffer.from(part))))
      .filter(({ length }) => length > 0);
    const text = Buffer.concat(texts.flatMap((each, index) => (index === 0 ? [each] : [Buffer.from("---\n"), each])));
    if (typeof output === "string" && output !== "-") {
      const [{ refuseToReplaceOthers }, { writeWholeFile }] = await Promise.all([
        import("./replaced-file.ts"),
        import("./write-file.ts"),
      ]);
      refuseToReplaceOthers(output, text.toString("utf8"));
      // Others may not read the Secrets in it.
      writeWholeFile(output, [text], text.includes("Secret") ? 0o600 : 0o666);
    } else io.stdout(text);
    return 0;
  },
};

/** As `kustomize build -o` does: a folder that is there, or a name that can only be that of one. */
const isFolder = (output: string) =>
  output !== "-" && (output.endsWith("/") || statSync(output, { throwIfNoEntry: false })?.isDirectory() === true);
