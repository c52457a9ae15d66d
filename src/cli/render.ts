import { resolve } from "node:path";
import { findingsText } from "../findings/finding-text.ts";
import { filter } from "../function/filter.ts";
import { UnreadableInput } from "../yaml/unreadable-input.ts";
import { type Command, UsageError } from "./command.ts";
import { functionConfigFrom } from "./function-config-file.ts";
import { ignoredBy } from "./ignored.ts";
import { readManifests } from "./manifests.ts";
import { objectFiles, replaceObjects } from "./object-files.ts";

/** Prints manifests with their expansion: the way to try the function without a host. */
export const render: Command = {
  name: "render",
  usage: "render PATH... [-o DIR]",
  summary: `Prints plain manifests together with the pgBackRest objects of their clusters, as YAML documents.
PATH is a file, a folder (with all manifests below it) or - for standard input.`,
  flags: {
    output: { short: "o", value: "DIR", help: "write one file per object into DIR instead" },
    ignore: {
      value: "GLOB",
      repeatable: true,
      help: "leave out files and folders, for example 'charts/**'; may be repeated",
    },
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
  },
  async run({ paths, flags, lists }, io) {
    if (paths.length === 0) throw new UsageError("render needs a file, a folder, or - for standard input.");
    const { list, unread } = readManifests(paths, io, ignoredBy(lists.ignore ?? [], resolve(".")));
    // What is printed must be all that is there.
    const missing = unread.find(({ finding }) => finding.severity !== "info");
    if (missing !== undefined)
      throw new UnreadableInput(`${missing.file}:${missing.line}: ${missing.finding.problem} ${missing.finding.fix}`);
    const { parts, documents, findings, exitCode } = await filter(
      list,
      await functionConfigFrom(flags["function-config"]),
    );
    if (findings.length > 0) io.stderr(findingsText(findings));
    if (exitCode !== 0) return exitCode;
    if (typeof flags.output === "string") replaceObjects(flags.output, objectFiles(documents()));
    else io.stdout(Buffer.concat(parts.map((part) => Buffer.from(part))));
    return 0;
  },
};
