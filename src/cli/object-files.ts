import { renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { OutputDocument } from "../krm/output-documents.ts";
import type { ObjectName } from "../krm/resource.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import { UsageError } from "./command.ts";
import { makeFolder, outputFolder, refusal, refuseLinks, standing, writeNewFile } from "./safe-path.ts";

/** A file for an object: its path below a folder, its text, and its mode before the umask. */
export interface ObjectFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

/** A file `<namespace>/<kind>-<name>.yaml` for each document, in their order. Others may not read Secrets. Throws `UsageError` if there are none, or one has no kind. */
export function objectFiles(documents: readonly OutputDocument[]): readonly ObjectFile[] {
  if (documents.length === 0) throw new UsageError("There are no resources to write.");
  const kindless = documents.findIndex(({ name }) => name.kind === "");
  if (kindless >= 0)
    throw new UsageError(`Document ${kindless + 1} has no \`kind\`, so there is no name for its file.`);
  const taken = new Set<string>();
  return documents.map((document) => ({
    path: freeName(document.name, taken),
    text: document.text,
    mode: holdsSecret(document) ? 0o600 : 0o666,
  }));
}

/** A Secret, or a list with one. */
const holdsSecret = ({ name: { kind }, text }: OutputDocument) =>
  kind === "Secret" || kind === "SecretList" || (kind.endsWith("List") && text.includes("Secret"));

/** Writes files into a folder that has none of them yet. */
export function writeObjects(folder: string, files: readonly ObjectFile[]): void {
  const made = new Set([folder]);
  for (const { path, text, mode } of files) {
    const file = join(folder, path);
    const own = dirname(file);
    if (!made.has(own)) makeFolder(folder, own);
    made.add(own);
    writeNewFile(file, text, mode);
  }
}

/** Writes files into a folder that the user named, in the place of those that are there. Throws `UsageError` where a link is in the way. */
export function replaceObjects(named: string, files: readonly ObjectFile[]): void {
  const folder = outputFolder(named);
  for (const { path } of files) {
    const file = join(folder, path);
    refuseLinks(folder, dirname(file));
    const at = standing(file);
    if (at === "link") throw refusal(file, at);
    if (at !== "nothing" && at !== "file")
      throw new UsageError(`${file} exists and is not a regular file. Move it, or choose another folder with -o.`);
  }
  for (const { path, text, mode } of files) {
    const file = join(folder, path);
    makeFolder(folder, dirname(file));
    const fresh = join(dirname(file), `.${basename(file)}.${process.pid}.new`);
    try {
      writeNewFile(fresh, text, mode);
      renameSync(fresh, file);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
  }
}

/** The file of an object where no other has its kind and name. */
export function fileOf(name: ObjectName): string {
  for (const file of filesFor(name)) return file;
  throw new Error("Names come without end.");
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

/**
 * By kind and name; where another API has the same kind, by its group too; then by number. No namespace has a dot in its name, and every file
 * has one, so that a folder is never in the place of a file.
 */
function* filesFor({ apiVersion, kind, name, namespace }: ObjectName): Iterable<string> {
  const group = groupOf(apiVersion) === "" ? "" : `.${groupOf(apiVersion)}`;
  const file = (first: string, last = "") =>
    join(safe(namespace).replaceAll(".", "_"), `${safe(first.toLowerCase())}-${safe(name)}${last}.yaml`);
  yield file(kind);
  yield file(`${kind}${group}`);
  for (let number = 2; ; number += 1) yield file(`${kind}${group}`, `-${number}`);
}

/** A part of a path: names of resources may hold characters that lead elsewhere, or that some file systems refuse. */
const safe = (text: string) => text.replace(/[^\w.-]|^\.+/g, (refused) => "_".repeat(refused.length));
