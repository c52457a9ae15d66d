import { resolve } from "node:path";
import { equalValues } from "../json/equal-values.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { headOf } from "../krm/resource.ts";
import type { Position } from "../yaml/library.ts";
import type { Kustomization } from "./kustomization-files.ts";
import { documentsIn, type SourceDocument } from "./source-documents.ts";

/** A patch that a kustomization lists, and where it is written. */
export interface Patch {
  readonly file: string;
  readonly document: SourceDocument;
  /** What the entry selects; `undefined` where the patch names the resource itself. */
  readonly target: JsonObject | undefined;
}

/** The patches of a kustomization, the one that is applied last first. */
export function patchesOf(
  kustomization: Kustomization,
  documentsOf: (file: string) => readonly SourceDocument[],
): readonly Patch[] {
  const { fields, file, folder, text } = kustomization;
  const [self] = documentsIn(text);
  const inline = (patch: string, path: ReadonlyArray<string | number>): readonly SourceDocument[] => {
    const line = self?.positionOf(path).line ?? 1;
    // Only text in a block has lines of its own.
    const isBlock = /[|>][-+\d]*\s*(?:#.*)?$/.test(text.split("\n")[line - 1] ?? "");
    return isBlock
      ? documentsIn(patch, line + 1)
      : documentsIn(patch).map((document) => ({ ...document, positionOf: () => ({ line, column: 1 }) }));
  };
  const entries = (field: string): readonly JsonValue[] => {
    const list = fields[field];
    return Array.isArray(list) ? list : [];
  };
  const of = (where: string, documents: readonly SourceDocument[], target?: JsonValue) =>
    documents.map((document): Patch => ({ file: where, document, target: isObject(target) ? target : undefined }));
  const patches = [
    ...entries("patchesStrategicMerge").flatMap((entry, index) => {
      if (typeof entry !== "string") return [];
      const path = resolve(folder, entry);
      return entry.includes("\n")
        ? of(file, inline(entry, ["patchesStrategicMerge", index]))
        : of(path, documentsOf(path));
    }),
    ...["patches", "patchesJson6902"].flatMap((field) =>
      entries(field).flatMap((entry, index) => {
        if (!isObject(entry)) return [];
        const path = typeof entry.path === "string" ? resolve(folder, entry.path) : undefined;
        if (path !== undefined) return of(path, documentsOf(path), entry.target);
        return typeof entry.patch === "string"
          ? of(file, inline(entry.patch, [field, index, "patch"]), entry.target)
          : [];
      }),
    ),
  ];
  return patches.reverse();
}

/** A resource by its kind, the name in its file, and the name in the end: layers in between may have changed a part of it. */
export interface PatchedName {
  readonly kind: string;
  readonly first: string;
  readonly last: string;
}

/** True where a patch may be meant for a resource. */
export function mayPatch({ document, target }: Patch, resource: PatchedName): boolean {
  const { kind, name } = target ?? headOf(document.value);
  if (typeof kind === "string" && kind !== "" && kind !== resource.kind) return false;
  if (target === undefined && kind === "") return false;
  if (typeof name !== "string" || name === "") return true;
  if (name.includes(resource.first) && resource.last.includes(name)) return true;
  return target !== undefined && isPattern(name, [resource.first, resource.last]);
}

/** kustomize takes the name in a target for a regular expression. */
function isPattern(pattern: string, names: readonly string[]): boolean {
  try {
    const expression = new RegExp(`^(?:${pattern})$`);
    return names.some((name) => expression.test(name));
  } catch {
    return false;
  }
}

/** Where a patch writes a value to a path of the resource; `undefined` where it does not. `fits` judges what it writes there. */
export function writtenBy(
  { document }: Patch,
  path: ReadonlyArray<string | number>,
  fits: (value: JsonValue) => boolean,
): Position | undefined {
  const { value, positionOf } = document;
  if (!Array.isArray(value)) {
    const set = valueAt(value, path);
    return set !== undefined && fits(set) ? positionOf(path) : undefined;
  }
  for (const [index, operation] of [...value.entries()].reverse()) {
    if (!isObject(operation) || (operation.op !== "add" && operation.op !== "replace")) continue;
    const pointer = String(operation.path).split("/").slice(1).map(unescaped);
    const isPrefix = pointer.every(
      (key, at) => key === String(path[at]) || (key === "-" && typeof path[at] === "number"),
    );
    if (!isPrefix || pointer.length > path.length) continue;
    const rest = path.slice(pointer.length);
    const set = valueAt(operation.value, rest);
    if (set !== undefined && fits(set)) return positionOf([index, "value", ...rest]);
  }
  return undefined;
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-4 */
const unescaped = (key: string) => key.replaceAll("~1", "/").replaceAll("~0", "~");

/** True for values that are alike as a place to look at: equal, or both lists or both mappings. */
export const isSameShape = (left: JsonValue | undefined, right: JsonValue | undefined): boolean =>
  equalValues(left, right) || (Array.isArray(left) ? Array.isArray(right) : isObject(left) && isObject(right));
