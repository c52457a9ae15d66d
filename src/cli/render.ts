import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findingsText } from "../finding-text.ts";
import { filterManifests } from "../krm/filter.ts";
import { headOf } from "../krm/resource.ts";
import { splitWithLibrary } from "../krm/split-with-library.ts";
import { type Command, UsageError } from "./command.ts";
import { functionConfigFrom } from "./function-config-file.ts";
import { readManifests } from "./manifests.ts";

/** Prints manifests with their expansion: the way to try the function without a host. */
export const render: Command = {
  name: "render",
  usage: "render PATH... [-o DIR]",
  summary: `Prints plain manifests together with the pgBackRest objects of their clusters, as YAML documents.
PATH is a file, a folder (with all manifests below it) or - for standard input.`,
  flags: {
    output: { short: "o", value: "DIR", help: "write one file per object into DIR instead" },
    "function-config": { short: "f", value: "FILE", help: "take the functionConfig from FILE" },
    help: { help: "show this help" },
  },
  async run({ paths, flags }, io) {
    if (paths.length === 0) throw new UsageError("render needs a file, a folder, or - for standard input.");
    const { parts, findings, exitCode } = await filterManifests(
      readManifests(paths, io),
      await functionConfigFrom(flags["function-config"]),
    );
    if (findings.length > 0) io.stderr(findingsText(findings));
    if (exitCode !== 0) return exitCode;
    const output = Buffer.concat(parts.map((part) => Buffer.from(part)));
    if (typeof flags.output === "string") writeObjects(flags.output, output);
    else io.stdout(output);
    return 0;
  },
};

/** Writes each document to `<namespace>/<kind>-<name>.yaml` below a folder. */
export function writeObjects(folder: string, documents: Buffer): readonly string[] {
  const list = splitWithLibrary(documents, { lenient: true });
  if ("unreadable" in list) throw new UsageError(list.unreadable);
  return Array.from({ length: list.itemCount }, (_, index) => {
    const { start, end } = list.item(index);
    const { kind, name, namespace } = headOf(list.value?.(index) ?? null);
    const file = join(namespace, `${kind.toLowerCase()}-${name || index}.yaml`);
    mkdirSync(join(folder, namespace), { recursive: true });
    writeFileSync(join(folder, file), documents.toString("utf8", start, end).replace(/\n*$/, "\n"));
    return file;
  });
}
