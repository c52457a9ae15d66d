import { findingsText } from "../findings/finding-text.ts";
import { filter } from "../function/filter.ts";
import { type Command, UsageError } from "./command.ts";
import { functionConfigFrom } from "./function-config-file.ts";
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
    "function-config": { short: "f", value: "FILE", help: "read the functionConfig from FILE" },
    help: { short: "h", help: "show this help" },
  },
  async run({ paths, flags }, io) {
    if (paths.length === 0) throw new UsageError("render needs a file, a folder, or - for standard input.");
    const { parts, documents, findings, exitCode } = await filter(
      readManifests(paths, io),
      await functionConfigFrom(flags["function-config"]),
    );
    if (findings.length > 0) io.stderr(findingsText(findings));
    if (exitCode !== 0) return exitCode;
    if (typeof flags.output === "string") replaceObjects(flags.output, objectFiles(documents()));
    else io.stdout(Buffer.concat(parts.map((part) => Buffer.from(part))));
    return 0;
  },
};
