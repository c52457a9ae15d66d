import { reach } from "../explain/field-reach.ts";
import { readKinds } from "../function/kinds.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { Patch } from "./kustomization-patches.ts";

/**
 * True for a patch of clusters of which it is certain that no object of the function depends on what it changes, as that of `restore-patch`:
 * that begins a restore, which the Postgres pods do. `hasRepoHost` says whether a repo host may be among the objects, which has an entry for
 * each instance.
 */
export function leavesObjects({ document, target }: Patch, hasRepoHost: boolean): boolean {
  const { value } = document;
  const kind = target?.kind ?? (isObject(value) ? value.kind : undefined);
  if (kind !== readKinds.postgresql.kind) return false;
  const paths = Array.isArray(value) ? value.flatMap(pathsOfOperation) : pathsOfMerge(value, []);
  return paths.length > 0 && paths.every((path) => isHarmless(path, hasRepoHost));
}

/** True for a cluster with a repository that is not certainly in an object store. */
export function mayHaveRepoHost(cluster: JsonValue): boolean {
  const repositories = valueAt(cluster, ["spec", "backup", "pgbackrest", "repos"]);
  if (repositories === undefined) return false;
  return !(
    Array.isArray(repositories) &&
    repositories.every(
      (each) => isObject(each) && typeof each.storage === "string" && ["s3", "gcs", "azure"].includes(each.storage),
    )
  );
}

/** What the fields of a `postgresql` reach that the function does not make. */
const pods = "the Postgres pods";

/** Fields that PostgreSQL alone has to do with. */
export const ofPostgres: readonly string[] = [
  "spec.users",
  "spec.databases",
  "spec.preparedDatabases",
  "spec.patroni",
  "spec.resources",
  "spec.allowedSourceRanges",
];

/** A field that is in no table may reach anything; and one that is written as a whole, all that is below it. */
function isHarmless(path: string, hasRepoHost: boolean): boolean {
  if (path === "spec.numberOfInstances" && !hasRepoHost) return true;
  if (ofPostgres.some((each) => path === each || path.startsWith(`${each}.`))) return true;
  const parts = path.split(".");
  const known = parts.map((_, end) => parts.slice(0, parts.length - end).join(".")).find((each) => each in reach);
  const below = Object.keys(reach).filter((each) => each.startsWith(`${path}.`));
  return (
    known !== undefined &&
    [known, ...below].every((each) => reach[each]?.every((object) => object.startsWith(pods)) === true)
  );
}

/** The fields that a merge changes. A list is written as a whole, and a directive (`$patch`) is about the mapping that it is in. */
function pathsOfMerge(value: JsonValue, path: readonly string[]): readonly string[] {
  if (!isObject(value) || Object.keys(value).some((key) => key.startsWith("$"))) return [path.join(".")];
  return Object.entries(value).flatMap(([key, below]) => {
    const inner = [...path, key];
    return names.has(inner.join(".")) ? [] : pathsOfMerge(below, inner);
  });
}

/** By these a patch says which resource it is for. */
const names = new Set(["apiVersion", "kind", "metadata.name", "metadata.namespace"]);

/** The fields that an operation of a JSON patch changes; the positions in lists left out. */
function pathsOfOperation(operation: JsonValue): readonly string[] {
  if (!isObject(operation) || operation.op === "test") return [];
  const pointers = operation.op === "move" ? [operation.from, operation.path] : [operation.path];
  return pointers.map((pointer) =>
    String(pointer)
      .split("/")
      .slice(1)
      .filter((key) => !/^(?:\d+|-)$/.test(key))
      .join("."),
  );
}
