import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OutputDocument } from "../krm/output-documents.ts";
import type { ObjectName } from "../krm/resource.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import { UsageError } from "./command.ts";

/**
 * Writes each document to `<namespace>/<kind>-<name>.yaml` below a folder, and returns these paths in the order of the documents. Throws
 * `UsageError`, before it writes any, if there are none, or one has no kind.
 */
export function writeObjects(folder: string, documents: readonly OutputDocument[]): readonly string[] {
  if (documents.length === 0) throw new UsageError("There are no resources to write.");
  const kindless = documents.findIndex(({ name }) => name.kind === "");
  if (kindless >= 0)
    throw new UsageError(`Document ${kindless + 1} has no \`kind\`, so there is no name for its file.`);
  const taken = new Set<string>();
  return documents.map(({ name, text }) => {
    const file = freeName(name, taken);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
    return file;
  });
}

/** The first free file name for an object. Some file systems take `A` and `a` for the same name. */
function freeName(name: ObjectName, taken: Set<string>): string {
  for (const file of filesFor(name)) {
    if (taken.has(file.toLowerCase())) continue;
    taken.add(file.toLowerCase());
    return file;
  }
  throw new Error("Names come without end.");
}

/** By kind and name; where another API has the same kind, by its group too; then by number. */
function* filesFor({ apiVersion, kind, name, namespace }: ObjectName): Iterable<string> {
  const group = groupOf(apiVersion) === "" ? "" : `.${groupOf(apiVersion)}`;
  const file = (first: string, last = "") =>
    join(safe(namespace), `${safe(first.toLowerCase())}-${safe(name)}${last}.yaml`);
  yield file(kind);
  yield file(`${kind}${group}`);
  for (let number = 2; ; number += 1) yield file(`${kind}${group}`, `-${number}`);
}

/** A part of a path: names of resources may hold characters that lead elsewhere, or that some file systems refuse. */
const safe = (text: string) => text.replace(/[^\w.-]|^\.+/g, (refused) => "_".repeat(refused.length));
