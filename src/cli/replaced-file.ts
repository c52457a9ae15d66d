import { readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { visible } from "../text/visible.ts";
import { UsageError } from "./command.ts";

/**
 * Throws `UsageError` where a report would replace what is no report: a manifest, a kustomization, or a configuration file of pgBackRest. A
 * folder of manifests is checked without the report in it, so the loss would not even be noticed.
 */
export function refuseToReplace(path: string | true | undefined): void {
  if (typeof path !== "string" || path === "-") return;
  const what = /^kustomization(?:\.ya?ml)?$/i.test(basename(path)) ? "a kustomization" : kindOf(path, textIn(path));
  if (what !== undefined && textIn(path) !== undefined) throw refusal(path, what);
}

/** The same for objects, a patch or a cluster: they may replace themselves, but no whole cluster of another name. */
export function refuseToReplaceOthers(path: string, text: string): void {
  const written = new Set(wholeClusters(text));
  if (wholeClusters(textIn(path) ?? "").some((name) => !written.has(name)))
    throw refusal(path, "the manifest of a cluster");
}

/** The names of clusters in documents. A patch has no `teamId`, which every cluster needs. */
const wholeClusters = (text: string): readonly string[] =>
  text
    .split(/^---/m)
    .filter((document) => isCluster.test(document) && /\bteamId["']?[ \t]*:/.test(document))
    .map((document) => /\bmetadata\b[\s\S]*?\bname["']?[ \t]*:[ \t]*["']?([\w.-]+)/.exec(document)?.[1] ?? "");

/** Throws `UsageError` where two of these are one file. */
export function refuseSameFile(paths: Readonly<Record<string, string | true | undefined>>): void {
  const known = new Map<string, string>();
  for (const [name, path] of Object.entries(paths)) {
    if (typeof path !== "string" || path === "-") continue;
    const other = known.get(resolve(path));
    if (other !== undefined)
      throw new UsageError(`${name} and ${other} are both ${visible(path)}. Name two different files.`);
    known.set(resolve(path), name);
  }
}

const refusal = (path: string, what: string) =>
  new UsageError(`${visible(path)} is ${what}, which would be lost. Name another file to write to.`);

/** Undefined where there is nothing to lose: no file, or a pipe or device. */
function textIn(path: string): string | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  return readFileSync(path, "utf8");
}

function kindOf(path: string, text = ""): string | undefined {
  if (path.endsWith(".conf") && /^\s*\[[^\]\n]+\]/m.test(text)) return "a configuration file of pgBackRest";
  if (!/\.(?:ya?ml|json)$/.test(path)) return undefined;
  return isResource.test(text) && !isReport(text) ? "a manifest" : undefined;
}

/** At the beginning of a document, whatever its form. What a report quotes stands deeper. */
const isResource = /^(?:[ \t{]*|[^#\n]*[{,][ \t]*)["']?apiVersion["']?[ \t]*:/m;
const isCluster = /^[^#\n]*\bkind["']?[ \t]*:[ \t]*["']?postgresql\b/m;

/** JSON that is an object without a kind, or a list, as all reports are. */
function isReport(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value !== "object" || value === null || !("kind" in value);
  } catch {
    return false;
  }
}
