import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { Resource } from "./objects.ts";

/** How the program is called for an input of one size. */
export interface Call {
  readonly args: readonly string[];
  readonly stdin?: string;
  /** Removes what was made for the call. */
  readonly done?: () => void;
}

const yaml = (value: unknown) => stringify(value, { indentSeq: false, lineWidth: 0, aliasDuplicateObjects: false });
const head = { apiVersion: "config.kubernetes.io/v1", kind: "ResourceList" };

/** Texts of resources, in all the ways in which they arrive. */
export const texts = {
  block: (items: readonly Resource[], more: Resource = {}) => yaml({ ...head, ...more, items }),
  JSON: (items: readonly Resource[], more: Resource = {}) => JSON.stringify({ ...head, ...more, items }, null, 2),
  CRLF: (items: readonly Resource[], more: Resource = {}) => texts.block(items, more).replaceAll("\n", "\r\n"),
  indented: (items: readonly Resource[], more: Resource = {}) =>
    stringify({ ...head, ...more, items }, { lineWidth: 0, aliasDuplicateObjects: false }),
  flow: (items: readonly Resource[], more: Resource = {}) =>
    `${yaml({ ...head, ...more })}items: [\n  ${items.map((item) => JSON.stringify(item)).join(",\n  ")}\n ]\n`,
  List: (items: readonly Resource[], more: Resource = {}) =>
    texts.block([{ apiVersion: "v1", kind: "List", items }], more),
  documents: (items: readonly Resource[]) => items.map(yaml).join("---\n"),
} as const;

export type Form = keyof typeof texts;

/** The filter, with a list on standard input. */
export const filter = (stdin: string): Call => ({ args: [], stdin });

/** A command that reads documents from standard input. */
export const reading = (stdin: string, ...args: readonly string[]): Call => ({ args: [...args, "-"], stdin });

/** A command with a folder of its own, that these files are in. */
export function inFolder(files: Readonly<Record<string, string>>, args: (folder: string) => readonly string[]): Call {
  const folder = mkdtempSync(join(tmpdir(), "doubling-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { args: args(folder), done: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A file for each resource. */
export const filesOf = (items: readonly Resource[]): Readonly<Record<string, string>> =>
  Object.fromEntries(items.map((item, index) => [`base/${index}.yaml`, yaml(item)]));

/** Hydrates folders; a program that prints a file of the folder stands in for kustomize. */
export const hydrating = (folders: Readonly<Record<string, readonly Resource[]>>, ...more: readonly string[]): Call =>
  inFolder(
    {
      "kustomize.sh": 'cat "$1/built.yaml"\n',
      ...Object.fromEntries(
        Object.entries(folders).map(([name, items]) => [`in/${name}/built.yaml`, texts.documents(items)]),
      ),
    },
    (folder) => [
      "hydrate",
      "--jobs",
      "1",
      "--kustomize",
      `sh ${folder}/kustomize.sh`,
      "-o",
      `${folder}/out`,
      ...more,
      ...Object.keys(folders).map((name) => `${folder}/in/${name}`),
    ],
  );

/** Checks what folders build, and files beside them; the same program stands in for kustomize. */
export const checkingBuilt = (
  folders: Readonly<Record<string, readonly Resource[]>>,
  files: readonly Resource[] = [],
): Call =>
  inFolder(
    {
      "kustomize.sh": 'cat "$1/built.yaml"\n',
      "files.yaml": texts.documents(files),
      ...Object.fromEntries(
        Object.entries(folders).map(([name, items]) => [`in/${name}/built.yaml`, texts.documents(items)]),
      ),
    },
    (folder) => [
      "check",
      ...(files.length === 0 ? [] : [`${folder}/files.yaml`]),
      ...Object.keys(folders).flatMap((name) => ["--kustomize", `${folder}/in/${name}`]),
      "--kustomize-command",
      `sh ${folder}/kustomize.sh`,
    ],
  );
