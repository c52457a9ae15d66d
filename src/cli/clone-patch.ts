import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type Clone, cloneManifest, leftOutVariables, repositoriesOf } from "../restore/clone-manifest.ts";
import { cloneNotes } from "../restore/clone-notes.ts";
import { fullName } from "../restore/patch-notes.ts";
import { refusalOf } from "../restore/refusal.ts";
import { sharedPathRefusal } from "../restore/shared-path.ts";
import { isStandby, standbyRefusal } from "../restore/standby.ts";
import { quotableName } from "../text/quotable.ts";
import { visible } from "../text/visible.ts";
import { nowFlag, nowOf } from "./clock.ts";
import { clusterFlags, clusterManifests } from "./cluster-manifests.ts";
import { type Command, UsageError } from "./command.ts";
import { exits } from "./exit-codes.ts";
import { judgedCluster } from "./judged-cluster.ts";
import { isInManifests, namedCluster } from "./named-cluster.ts";
import { outputFlag, withOutput } from "./output-file.ts";
import { repositoryChoice } from "./planned-repository.ts";
import { printManifest } from "./printed-manifest.ts";
import { instancesFlag, repositoriesFor, restoreFlags, restoreOrder } from "./restore-order.ts";
import { tellUnbuilt, unbuiltNotes } from "./unbuilt-notes.ts";

const { option: _, ...targetFlags } = restoreFlags;

/** Prints the manifest of a new cluster from the backups of another. */
export const clonePatch: Command = {
  name: "clone-patch",
  takes: "CLUSTER NEWNAME",
  usage: "clone-patch CLUSTER NEWNAME --to TIME | --latest [-f PATH...] [--kustomize DIR...]",
  title: "print a new cluster that starts from the backups of another",
  summary: `Prints a new postgresql that starts from the backups of CLUSTER and keeps its own elsewhere. CLUSTER does not change.
CLUSTER is NAME or NAMESPACE/NAME, as in the manifests; so is NEWNAME, in the namespace of CLUSTER if it names none.
TIME has a zone, or counts from now: 2026-01-31T11:59:00Z, "2026-01-31 11:59 Europe/Vienna", "90 minutes ago".`,
  examples: [{ does: "clone the newest state", call: "clone-patch pg/demo pg/copy --latest -f clusters" }],
  exitCodes: {
    0: exits.done,
    1: "what cannot be restored, or an error in the new cluster; nothing is printed",
    2: exits.unreadable,
    3: exits.badConfig,
  },
  flags: {
    ...targetFlags,
    to: { value: "TIME", onlyOnce: true, help: "clone the state at TIME" },
    set: { value: "LABEL", hidden: true, help: "refused: a clone cannot be one backup" },
    latest: { help: "clone the newest state that is in the archive" },
    repo: { value: "N", help: "the repository of CLUSTER to clone from (default: the first one that can)" },
    secret: { value: "NAME", help: "read the repository with this Secret (default: that of CLUSTER)" },
    instances: { value: "N", help: "how many instances the new cluster has (default: as CLUSTER)" },
    force: { help: "print the manifest although the plan speaks against it" },
    ...outputFlag,
    ...clusterFlags,
    ...nowFlag,
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    const { flags } = given;
    const [name, newName, ...more] = given.paths;
    if (name === undefined || newName === undefined)
      throw new UsageError("clone-patch needs the name of a cluster, and one for the new cluster.");
    if (newName.replace(/^.*\//, "") === "")
      throw new UsageError(
        `\`${quotableName(newName)}\` has no name for the new cluster. Write NAME or NAMESPACE/NAME.`,
      );
    if (flags.set !== undefined)
      throw new UsageError(
        "A clone cannot be one backup: the image passes only a time to pgBackRest. Write --to with a time after the end of that backup, which `pgbackrest info` shows, or --latest.",
      );
    const now = nowOf(flags.now);
    const {
      target,
      typed,
      repo: wanted,
    } = restoreOrder(given, "clone-patch needs --to TIME or --latest, which say what to clone", now);
    const refusal = refusalOf(target, now);
    if (refusal !== undefined) {
      io.stderr(`${refusal.problem} ${refusal.fix}\n`);
      return 1;
    }
    const manifests = await clusterManifests(given, more, io);
    const source = namedCluster(manifests.units, name, manifests.unread);
    const { value, head } = source.item;
    const names = repositoriesFor(source, wanted, false);
    const secret = typeof flags.secret === "string" ? flags.secret : undefined;
    const instances = instancesFlag(flags.instances);
    const cloneFrom = (repo: string): Clone => ({
      source: { name: head.name, namespace: source.namespace },
      ...newNames(newName, head.namespace === "" ? undefined : head.namespace),
      repo,
      ...(target.is === "time" && { moment: target.moment }),
      ...(secret !== undefined && { secret }),
      ...(instances !== undefined && { instances }),
    });
    if (isInManifests(manifests.units, cloneFrom(names[0])))
      throw new UsageError(
        `There is a cluster \`${quotableName(newName)}\` in the manifests already. Write another name for the new one.`,
      );
    const { repositories, context } = await judgedCluster(source, manifests, { changed: value });
    const shared =
      context &&
      sharedPathRefusal(
        context.configuration,
        repositoriesFor(source, undefined, false).filter((repo) => storageOf(value, repo) !== "pvc"),
      );
    if (shared !== undefined) {
      io.stderr(`${visible(`${shared.problem} ${shared.fix}`)}\n`);
      return 1;
    }
    const isForced = flags.force === true;
    const { repo, refusal: unplanned } = repositoryChoice(target, names, repositories, {
      now,
      isForced,
      standby: isStandby(value)
        ? standbyRefusal(fullName({ name: head.name, namespace: source.namespace }))
        : undefined,
    });
    const storage = storageOf(value, repo);
    if (repo !== "repo1" && storage !== "pvc" && secret === undefined)
      throw new UsageError(
        `A clone calls the repository that it reads \`repo1\`, so it cannot use the source's Secret, which has keys for \`${repo}\`. Make a Secret in which these are \`repo1-...\`, and name it with --secret.`,
      );
    const clone = cloneFrom(repo);
    const manifest = cloneManifest(value, clone);
    const notes = [
      ...cloneNotes(manifest, clone, { typed, storage, leftOut: leftOutVariables(value) }),
      ...unbuiltNotes(manifests, source),
    ];
    const judged = await judgedCluster(source, manifests, { added: manifest });
    const exitCode = printManifest(
      { manifest, notes, refusal: unplanned, what: "manifest", force: "never" },
      judged,
      withOutput(io, given.flags, "a manifest"),
    );
    tellUnbuilt(manifests, source, io);
    return exitCode;
  },
};

/** How a repository is stored, as the manifest spells it. */
function storageOf(resource: JsonValue, repo: string): string {
  const found = repositoriesOf(valueAt(resource, ["spec", "backup", "pgbackrest"])).find(({ name }) => name === repo);
  return typeof found?.storage === "string" ? found.storage : "";
}

/** The new cluster's name, and the namespace that is written in front of it, else the source's. */
function newNames(given: string, namespace: string | undefined): Pick<Clone, "name" | "namespace"> {
  const slash = given.indexOf("/");
  if (slash < 0) return { name: given, namespace };
  return { name: given.slice(slash + 1), namespace: given.slice(0, slash) || namespace };
}
