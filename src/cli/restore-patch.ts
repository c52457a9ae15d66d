import { releaseIn } from "../function/release-in.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { merged } from "../restore/merge.ts";
import { fullName, restoreNotes, undoNotes } from "../restore/patch-notes.ts";
import { refusalOf } from "../restore/refusal.ts";
import { restoreId } from "../restore/restore-id.ts";
import { hasRestore, instancesOf, restoreIdOf, restorePatch, undoPatch } from "../restore/restore-patch.ts";
import { isStandby, standbyNote, standbyRefusal } from "../restore/standby.ts";
import { nowFlag, nowOf } from "./clock.ts";
import { clusterFlags, clusterManifests } from "./cluster-manifests.ts";
import { type Command, type ExitCode, type Given, UsageError } from "./command.ts";
import { exits } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { judgedCluster } from "./judged-cluster.ts";
import { manifestArguments } from "./manifest-arguments.ts";
import { type NamedCluster, namedCluster } from "./named-cluster.ts";
import { outputFlag, withOutput } from "./output-file.ts";
import { patchPlaceNotes } from "./patch-place.ts";
import { repositoryChoice } from "./planned-repository.ts";
import { printManifest } from "./printed-manifest.ts";
import { instancesFlag, repositoriesFor, restoreFlags, restoreOrder } from "./restore-order.ts";
import { tellUnbuilt, unbuiltNotes } from "./unbuilt-notes.ts";

/** Prints the patch that restores a cluster in place, or the one that ends this. */
export const restorePatchCommand: Command = {
  name: "restore-patch",
  takes: "CLUSTER",
  usage: "restore-patch CLUSTER --to TIME | --set LABEL | --latest | --undo [-f PATH...] [--kustomize DIR...]",
  title: "print the patch that restores a cluster in place",
  summary: `Prints a patch for kustomize (patches:) that restores a cluster in place, or with --undo the one that ends the restore.
CLUSTER is NAME or NAMESPACE/NAME, as in the manifests. TIME has a zone, or counts from now: 2026-01-31T11:59:00Z,
"2026-01-31 11:59 Europe/Vienna", "90 minutes ago". LABEL is that of a backup, as \`pgbackrest info\` prints it.`,
  examples: [
    { does: "restore the state of a moment", call: 'restore-patch pg/demo --to "90 minutes ago" -f clusters' },
    { does: "end the restore", call: "restore-patch pg/demo --undo -f clusters" },
  ],
  exitCodes: {
    0: exits.done,
    1: "what cannot be restored, or an error in the patched cluster; nothing is printed",
    2: exits.unreadable,
    3: exits.badConfig,
  },
  flags: {
    ...restoreFlags,
    undo: { help: "print the patch that ends a restore: no restore block, and as many instances as before" },
    instances: { value: "N", help: "with --undo: how many instances there shall be (default: as in the manifest)" },
    id: { value: "ID", help: "the restore's id, which was never used before (default: made of the time)" },
    force: { help: "print the patch although the plan or an error speaks against it" },
    ...outputFlag,
    ...clusterFlags,
    ...nowFlag,
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    const [name, ...more] = given.paths;
    if (name === undefined) throw new UsageError("restore-patch needs the name of a cluster.");
    if (given.flags.undo === true) return undo(given, name, more, io);
    const now = nowOf(given.flags.now);
    if (given.flags.instances !== undefined)
      throw new UsageError("--instances goes with --undo; a restore needs one instance.");
    const order = restoreOrder(
      given,
      "restore-patch needs --to TIME, --set LABEL or --latest, which say what to restore",
      now,
    );
    const refusal = refusalOf(order.target, now);
    if (refusal !== undefined) {
      io.stderr(`${refusal.problem} ${refusal.fix}\n`);
      return 1;
    }
    const manifests = await clusterManifests(given, more, io);
    const cluster = namedCluster(manifests.units, name, manifests.unread);
    const { value } = cluster.item;
    const names = repositoriesFor(cluster, order.repo, order.target.is === "set");
    const id = restoreId(typeof given.flags.id === "string" ? given.flags.id : undefined, now, formerIds(value));
    if (id.is === "refused") throw new UsageError(`--id: ${id.problem} ${id.fix}`);
    const restoreFrom = (repo: string) => ({ id: id.id, repo, target: order.target, options: order.options });
    const release = releaseIn(cluster.unit.list, manifests.functionConfig(cluster.unit));
    const patchFor = (repo: string) => restorePatch(patchedCluster(cluster), value, restoreFrom(repo), release);
    // Errors do not depend on which of the cluster's repositories it is.
    const judged = await judgedCluster(cluster, manifests, { changed: merged(value, patchFor(names[0])) });
    const isForced = given.flags.force === true;
    const shown = { name: cluster.item.head.name, namespace: cluster.namespace, typed: order.typed };
    const {
      repo,
      refusal: unplanned,
      isUnscheduled,
      newest,
    } = repositoryChoice(order.target, names, judged.repositories, {
      now,
      isForced,
      standby: isStandby(value) ? standbyRefusal(fullName(shown)) : undefined,
      // Without the WAL after it, each repository has another state.
      ...(order.target.is === "latest" && { wanted: "newest" as const }),
    });
    const exitCode = printManifest(
      {
        manifest: patchFor(repo),
        notes: [
          ...restoreNotes(restoreFrom(repo), {
            ...{ ...shown, release, isUnscheduled, newest, instances: instancesOf(value) },
            manifests: manifestArguments(given, more),
          }),
          ...(isStandby(value) ? [standbyNote] : []),
          ...unbuiltNotes(manifests, cluster),
          ...patchPlaceNotes(cluster, "restore.yaml"),
        ],
        refusal: unplanned,
        what: "patch",
        force: isForced ? "given" : "possible",
      },
      judged,
      withOutput(io, given.flags, "a manifest"),
    );
    tellUnbuilt(manifests, cluster, io);
    return exitCode;
  },
};

async function undo(given: Given, name: string, more: readonly string[], io: Io): Promise<ExitCode> {
  const { flags, lists } = given;
  const unexpected = ["to", "set", "latest", "repo", "id", "option"].find(
    (flag) => flags[flag] !== undefined || lists[flag] !== undefined,
  );
  if (unexpected !== undefined)
    throw new UsageError(`--undo takes no --${unexpected}: it ends whatever restore there is.`);
  const manifests = await clusterManifests(given, more, io);
  const cluster = namedCluster(manifests.units, name, manifests.unread);
  const { value, head } = cluster.item;
  // The patch would make a section with nothing in it.
  if (!isObject(valueAt(value, ["spec", "backup", "pgbackrest"])))
    throw new UsageError("The cluster has no backup section, so there is no restore to end.");
  const wanted = instancesFlag(flags.instances);
  const isLowered = wanted === undefined && hasRestore(value) && instancesOf(value) === 1;
  const release = releaseIn(cluster.unit.list, manifests.functionConfig(cluster.unit));
  const patch = undoPatch(patchedCluster(cluster), wanted ?? instancesOf(value), release);
  // A restore that is done does nothing, also where its block must stay: it is judged without it.
  const ended = undoPatch(patchedCluster(cluster), wanted ?? instancesOf(value), { restoreStarts: "another id" });
  const judged = await judgedCluster(cluster, manifests, { changed: merged(value, ended) });
  const exitCode = printManifest(
    {
      manifest: patch,
      notes: [
        ...undoNotes({ name: head.name, namespace: cluster.namespace, id: restoreIdOf(value), release, isLowered }),
        ...unbuiltNotes(manifests, cluster),
        ...patchPlaceNotes(cluster, "undo.yaml"),
      ],
      refusal: undefined,
      what: "patch",
      force: flags.force === true ? "given" : "possible",
    },
    judged,
    withOutput(io, given.flags, "a manifest"),
  );
  tellUnbuilt(manifests, cluster, io);
  if (exitCode === 0 && isLowered)
    io.stderr(
      "The manifest has one instance and a restore, so it does not say how many instances there were before; --instances N asks for N.\n",
    );
  return exitCode;
}

const patchedCluster = ({ item: { head } }: NamedCluster) => ({
  apiVersion: head.apiVersion,
  name: head.name,
  ...(head.namespace !== "" && { namespace: head.namespace }),
});

/** The ids of restores that the operator has run or was told to: that of the manifest, and of the status where it comes from a cluster. */
const formerIds = (resource: JsonValue): readonly string[] =>
  [restoreIdOf(resource), valueAt(resource, ["status", "RestoreID"])].filter((id) => typeof id === "string");
