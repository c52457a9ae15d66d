import { structuredPatch } from "diff";
import { stringify } from "yaml";
import { equalValues } from "../json/equal-values.ts";
import type { JsonObject } from "../json/json-value.ts";
import { headOf } from "../krm/resource.ts";
import { visible } from "../text/visible.ts";
import { fileOf } from "./object-files.ts";
import { shownObject } from "./shown-object.ts";

/** Objects by the files that hydrate would write them to. */
export type ObjectsByFile = ReadonlyMap<string, JsonObject>;

/** An object that is different: its file, and both texts as a unified diff. */
export interface ObjectDifference {
  readonly file: string;
  readonly is: "added" | "removed" | "changed";
  readonly diff: string;
}

/** The objects by their files; of several that have one name, as in versions of a cluster, the second has `-2` behind it. */
export function objectsByFile(objects: readonly JsonObject[]): ObjectsByFile {
  const found = new Map<string, JsonObject>();
  for (const object of objects) {
    const file = fileOf(headOf(object));
    let name = file;
    for (let number = 2; found.has(name); number += 1) name = file.replace(/\.yaml$/, `-${number}.yaml`);
    found.set(name, object);
  }
  return found;
}

/** What is different, by file. `names` are what to write in front of the files: `a` and `b`, as git does. */
export function objectDifferences(before: ObjectsByFile, after: ObjectsByFile): readonly ObjectDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((file): readonly ObjectDifference[] => {
    const [old, now] = [before.get(file), after.get(file)];
    if (old !== undefined && now !== undefined && equalValues(old, now)) return [];
    const is = old === undefined ? "added" : now === undefined ? "removed" : "changed";
    return [{ file, is, diff: unified(file, old, now) }];
  });
}

function unified(file: string, old: JsonObject | undefined, now: JsonObject | undefined): string {
  const { hunks } = structuredPatch(file, file, textOf(old, undefined), textOf(now, old), undefined, undefined, {
    context: 3,
  });
  const lines = hunks.flatMap(({ lines, newLines, newStart, oldLines, oldStart }) => [
    `@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`,
    ...lines,
  ]);
  const head = [
    `--- ${old === undefined ? "/dev/null" : `a/${file}`}`,
    `+++ ${now === undefined ? "/dev/null" : `b/${file}`}`,
  ];
  return [...head, ...lines].map((line) => `${visible(line)}\n`).join("");
}

/** Of no lines, the number is that of the line before them. */
const rangeOf = (start: number, count: number) =>
  count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`;

const textOf = (object: JsonObject | undefined, other: JsonObject | undefined) =>
  object === undefined ? "" : stringify(shownObject(object, other), { lineWidth: 0, aliasDuplicateObjects: false });
