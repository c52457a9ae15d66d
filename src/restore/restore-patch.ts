import type { OperatorRelease } from "../cpo/releases.ts";
import { writtenOptionValue } from "../cpo/restore-option.ts";
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
 * Options that change what becomes of a restore. A patch takes away those that it does not set, also where the manifest does not have them:
 * `kubectl patch` applies it to a resource that may have them from an earlier patch.
 */
const decisiveOptions = [
  ...targetOptions,
  "target-exclusive",
  "target-timeline",
  "db-include",
  "db-exclude",
  "archive-mode",
];

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
 * patch merge maps; kustomize leaves out a null for a key that is not there.
 */
export function restorePatch(
  cluster: PatchedCluster,
  resource: JsonValue,
  restore: Restore,
  release: OperatorRelease,
): JsonObject {
  const options = Object.fromEntries(
    Object.entries({ ...optionsOf(restore.target), ...restore.options }).map(([option, value]) => [
      option,
      writtenOptionValue(value, release),
    ]),
  );
  const left = [...new Set([...keysAt(resource, [...restorePath, "options"]), ...decisiveOptions])];
  return patchOf(cluster, {
    numberOfInstances: 1,
    backup: {
      pgbackrest: {
        restore: {
          ...nulls(keysAt(resource, restorePath).filter((key) => !["id", "repo", "options"].includes(key))),
          id: restore.id,
          repo: restore.repo,
          options: { ...options, ...nulls(left.filter((option) => !Object.hasOwn(options, option))) },
        },
      },
    },
  });
}

/**
 * The patch that ends a restore: no restore block, and as many instances as before; without a number, as many as there are. For a release
 * that takes no id for another one, the block stays: its id is that of the last restore, so it does nothing.
 */
export function undoPatch(
  cluster: PatchedCluster,
  instances: number | undefined,
  { restoreStarts }: Pick<OperatorRelease, "restoreStarts">,
): JsonObject {
  return patchOf(cluster, {
    ...(instances !== undefined && { numberOfInstances: instances }),
    ...(restoreStarts === "another id" && { backup: { pgbackrest: { restore: null } } }),
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

/** Removes keys, in a patch. */
const nulls = (keys: readonly string[]): JsonObject => Object.fromEntries(keys.map((key) => [key, null]));

function keysAt(value: JsonValue, path: readonly string[]): readonly string[] {
  const found = valueAt(value, path);
  return isObject(found) ? Object.keys(found) : [];
}
