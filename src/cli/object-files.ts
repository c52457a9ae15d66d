import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { headOf, type ResourceHead } from "../krm/resource.ts";
import { splitWithLibrary } from "../krm/split-with-library.ts";
import { UsageError } from "./command.ts";
import { documentOf } from "./document-text.ts";

/** Writes each document to `<namespace>/<kind>-<name>.yaml` below a folder, and gives these paths in the order of the documents. */
export function writeObjects(folder: string, documents: Buffer): readonly string[] {
  const list = splitWithLibrary(documents);
  if ("unreadable" in list) throw new UsageError(list.unreadable);
  const taken = new Set<string>();
  return Array.from({ length: list.itemCount }, (_, index) => {
    const { before, text, after } = documentOf(list, index);
    const file = freeName(headOf(list.value?.(index) ?? null), taken);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), before + text + after);
    return file;
  });
}

/** The first free name of a resource's file. Some file systems take `A` and `a` for the same name. */
function freeName(head: ResourceHead, taken: Set<string>): string {
  for (const name of namesOf(head)) {
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
  throw new Error("Names come without end.");
}

/** By kind and name; where another API has the same kind, by its group too; then by number. */
function* namesOf({ apiVersion, kind, name, namespace }: ResourceHead): Iterable<string> {
  const group = apiVersion.includes("/") ? `.${apiVersion.split("/")[0]}` : "";
  const file = (first: string, last = "") =>
    join(safe(namespace), `${safe(first.toLowerCase())}-${safe(name)}${last}.yaml`);
  yield file(kind);
  yield file(`${kind}${group}`);
  for (let number = 2; ; number += 1) yield file(`${kind}${group}`, `-${number}`);
}

/** A part of a path: names of resources may hold characters that lead elsewhere, or that some file systems refuse. */
const safe = (text: string) => text.replace(/[^\w.-]|^\.+/g, (refused) => "_".repeat(refused.length));
