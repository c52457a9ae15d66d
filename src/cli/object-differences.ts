import { stringify } from "yaml";
import { equalValues } from "../json/equal-values.ts";
import type { JsonObject } from "../json/json-value.ts";
import { headOf } from "../krm/resource.ts";
import { fileOf } from "./object-files.ts";
import { shownObject } from "./shown-object.ts";
import { unifiedDiff } from "./unified-diff.ts";

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
  const shown = (line: string) => line;
  return unifiedDiff(
    { name: old === undefined ? "/dev/null" : `a/${file}`, text: textOf(old, undefined), shown },
    { name: now === undefined ? "/dev/null" : `b/${file}`, text: textOf(now, old), shown },
  );
}

const textOf = (object: JsonObject | undefined, other: JsonObject | undefined) =>
  object === undefined ? "" : stringify(shownObject(object, other), { lineWidth: 0, aliasDuplicateObjects: false });
