import type { OperatorRelease } from "../cpo/releases.ts";
import { shellWord } from "../text/shell-word.ts";
import { harmFix, harmOf } from "./harmful-option.ts";
import { shownMoment } from "./moment.ts";
import type { Restore } from "./restore-patch.ts";

/** A cluster as commands name it. */
export interface CommandCluster {
  readonly name: string;
  readonly namespace: string | undefined;
}

/** What the reviewer of a patch that starts a restore must know, line by line. */
export function restoreNotes(
  { target, repo, id, options }: Restore,
  cluster: CommandCluster & {
    readonly typed: string | undefined;
    readonly instances: number | undefined;
    /** True for a backup that no schedule takes. */
    readonly isUnscheduled: boolean;
    /** When the newest backup began, by the plan; seconds since 1970. */
    readonly newest: number | undefined;
    /** Arguments that name the same manifests. */
    readonly manifests: readonly string[];
    readonly release: OperatorRelease;
  },
): readonly string[] {
  const { typed, instances, isUnscheduled, manifests, newest, release } = cluster;
  // With this patch among the manifests, they say one.
  const manyInstances = instances !== undefined && instances > 1;
  return [
    `Restores ${fullName(cluster)} in place from ${repo}: ${
      target.is === "time"
        ? `the state at ${shownMoment(target.moment)}${typed === undefined ? "" : `, which was written as "${typed}"`}.`
        : target.is === "set"
          ? `the backup ${target.label} as it is, without the WAL after it.`
          : "the newest backup as it is, without the WAL after it."
    }`,
    ...(isUnscheduled
      ? [
          "No schedule takes such a backup at that time; if it was made by hand, `pgbackrest info` lists it. Look first.",
        ]
      : []),
    ...(target.is === "latest" && newest !== undefined
      ? [`By the plan, that one began at ${shownMoment({ seconds: newest, micros: 0 })}.`]
      : []),
    ...Object.entries(options).flatMap(([option, value]) => {
      const harm = harmOf(option, value);
      return harm === undefined ? [] : [`WARNING: ${harm}${option === "archive-mode" ? ` ${harmFix(option)}` : ""}`];
    }),
    "The database is down until that is done, and what was written later is lost.",
    "A null takes away what an earlier patch may have left.",
    ...(target.is === "time"
      ? ["PostgreSQL starts only if the archive has a transaction that was committed later."]
      : []),
    ...(manyInstances
      ? [`The restore runs on one instance; the ${instances} of the manifest come back when it is ended.`]
      : []),
    `It is done when this prints ${id}:`,
    statusCommand(cluster),
    release.restoreStarts === "another id"
      ? "Then end it: take this patch away, or apply what this prints:"
      : `Then end it: apply what this prints. Do not take this patch away: ${keptBlock(release)}`,
    `  expand-pgbackrest restore-patch ${inShell(fullName(cluster))} --undo${manyInstances ? ` --instances ${instances}` : ""}${manifests.map((word) => ` ${shellWord(word)}`).join("")}`,
  ];
}

/** The same for a patch that ends a restore. */
export function undoNotes(
  cluster: CommandCluster & {
    readonly id: string | undefined;
    readonly release: OperatorRelease;
    /** True where the manifests have the one instance of the restore, and nobody says how many there were before. */
    readonly isLowered: boolean;
  },
): readonly string[] {
  return [
    ...(cluster.release.restoreStarts === "another id"
      ? [`Ends the restore of ${fullName(cluster)}, so that the cluster is not restored again if it is created anew.`]
      : [
          `Ends the restore of ${fullName(cluster)}${cluster.isLowered ? ", with one instance" : ": its instances come back"}. \`restore\` stays: ${keptBlock(cluster.release)}`,
          "If the cluster is ever created anew, remove `restore` from its manifest before, or it is restored again.",
        ]),
    `Apply it when the restore is done: when this prints ${cluster.id === undefined ? "the restore's id" : cluster.id}:`,
    statusCommand(cluster),
  ];
}

/** Why a restore that is done stays in the resource. */
const keptBlock = ({ name }: OperatorRelease) => `without an id, every sync of the operator v${name} fails.`;

/** A cluster as people name it. */
export const fullName = ({ name, namespace }: CommandCluster): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

const inNamespace = ({ namespace }: CommandCluster) => (namespace === undefined ? "" : ` -n ${inShell(namespace)}`);

/** Prints the id of the last restore that the operator has finished. */
const statusCommand = (cluster: CommandCluster) =>
  `  kubectl get postgresql ${inShell(cluster.name)}${inNamespace(cluster)} -o jsonpath='{.status.RestoreID}'`;

/** Names as a shell takes them; those that Kubernetes accepts need no quotes. */
const inShell = (name: string) => (/^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`);
