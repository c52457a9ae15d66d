import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type Moment, targetTime } from "./moment.ts";

/** What to restore: the state at a moment, one backup as it is, or the newest backup as it is. */
export type RestoreTarget =
  | { readonly is: "time"; readonly moment: Moment }
  | { readonly is: "set"; readonly label: string }
  | { readonly is: "latest" };

/** A restore as the operator takes it. */
export interface Restore {
  readonly id: string;
  /** As in the manifest: `repo1`. */
  readonly repo: string;
  readonly target: RestoreTarget;
  /** More options of `pgbackrest restore`. */
  readonly options: Readonly<Record<string, string>>;
}

/** What a patch names a cluster by, as its manifest does. */
export interface PatchedCluster {
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace?: string;
}

/** The options that say what to restore. Whoever asks for a restore cannot give them another way. */
export const targetOptions: readonly string[] = ["type", "target", "set"];

/**
 * The options of a target. The image's script adds `--target-action=promote`, with which pgBackRest refuses a restore without a type
 * (pgbackrest-e2e section 7, item 3), so the newest state that can be asked for without a moment is the end of the newest backup.
 */
export function optionsOf(target: RestoreTarget): Readonly<Record<string, string>> {
  if (target.is === "time") return { type: "time", target: targetTime(target.moment) };
  return target.is === "set" ? { type: "immediate", set: target.label } : { type: "immediate" };
}

const restorePath = ["spec", "backup", "pgbackrest", "restore"];

/** The id of the restore that a resource has; `undefined` without one. */
export function restoreIdOf(resource: JsonValue): string | undefined {
  const id = valueAt(resource, [...restorePath, "id"]);
  return typeof id === "string" ? id : undefined;
}

/** True for a resource with a restore, finished or not. */
export const hasRestore = (resource: JsonValue): boolean => isObject(valueAt(resource, restorePath));

/** The number of instances that a resource asks for; `undefined` where it is not a number. */
export function instancesOf(resource: JsonValue): number | undefined {
  const instances = valueAt(resource, ["spec", "numberOfInstances"]);
  return typeof instances === "number" ? instances : undefined;
}

/**
 * The patch that starts a restore: a strategic-merge patch for kustomize, and a merge patch for kubectl. With more than one instance, the
 * image's script fails on all but the first (contract 5.22). What an earlier restore has left is taken away, key by key, because both kinds of
 * patch merge maps.
 */
export function restorePatch(cluster: PatchedCluster, resource: JsonValue, restore: Restore): JsonObject {
  const options: Readonly<Record<string, string>> = { ...optionsOf(restore.target), ...restore.options };
  return patchOf(cluster, {
    numberOfInstances: 1,
    backup: {
      pgbackrest: {
        restore: {
          ...leftIn(valueAt(resource, restorePath), ["id", "repo", "options"]),
          id: restore.id,
          repo: restore.repo,
          options: { ...options, ...leftIn(valueAt(resource, [...restorePath, "options"]), Object.keys(options)) },
        },
      },
    },
  });
}

/** The patch that ends a restore: no restore block, and as many instances as before; without a number, as many as there are. */
export function undoPatch(cluster: PatchedCluster, instances: number | undefined): JsonObject {
  return patchOf(cluster, {
    ...(instances !== undefined && { numberOfInstances: instances }),
    backup: { pgbackrest: { restore: null } },
  });
}

function patchOf({ apiVersion, name, namespace }: PatchedCluster, spec: JsonObject): JsonObject {
  return {
    apiVersion,
    kind: "postgresql",
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec,
  };
}

/** The keys of a map that are not wanted, each with null, which removes it. */
function leftIn(value: JsonValue | undefined, wanted: readonly string[]): JsonObject {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.keys(value).flatMap((key) => (wanted.includes(key) ? [] : [[key, null] as const])));
}
