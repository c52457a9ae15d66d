import type { AppliedBeside, CheckInput } from "../checks/input.ts";
import { type Cluster, hasRepoHost } from "../cpo/cluster.ts";
import { certSecretName, instanceConfigMapName, repoHostConfigMapName, repoHostName } from "../cpo/names.ts";
import { repoHostMaker } from "../cpo/repo-host-maker.ts";
import type { Settings } from "../cpo/settings.ts";
import { valueAt } from "../json/value-at.ts";
import { ownerLabel } from "../krm/ownership.ts";
import { type ObjectName, refOf } from "../krm/resource.ts";
import { syncWave, syncWaveAnnotation } from "../kubernetes/sync-wave.ts";
import type { Item } from "./item.ts";
import type { Input } from "./read.ts";

/** What the checks are told of the order in which repo hosts and their certificates come to be. */
type RepoHostOrder = Pick<CheckInput, "bringsCertificates" | "hadNoRepoHost" | "operatorBeside" | "removedRepoHosts">;

/** Looks for it when it is asked for, and once. */
export function repoHostOrder(
  { resources, unread, writtenBefore }: Pick<Input, "resources" | "unread" | "writtenBefore">,
  clusters: readonly Cluster[],
  settings: Settings,
  kustomizationOf: CheckInput["kustomizationOf"],
  adopts: boolean,
): RepoHostOrder {
  const { candidates } = resources;
  // kpt hands over what is in the files of a package; of kustomize, lower layers may have made it, and nobody has applied that.
  const { isOfFiles } = unread;
  let present: ReadonlyMap<string, Item> | undefined;
  const named = (name: ObjectName) => {
    present ??= new Map(candidates.map((item) => [keyOf(item.head), item]));
    return present.get(keyOf(name));
  };
  const inPackage = (name: ObjectName) => {
    const head = named(name)?.head;
    return !isOfFiles && head?.file !== undefined && head.labels[ownerLabel] !== undefined ? head : undefined;
  };
  // Whoever wrote it by hand may have applied it.
  const foreign = (name: ObjectName) => {
    const head = adopts && !isOfFiles ? named(name)?.head : undefined;
    return head?.labels[ownerLabel] === undefined ? head : undefined;
  };
  const isEarlier = (name: ObjectName) => writtenBefore(name) || inPackage(name) !== undefined;
  let operatorOf: CheckInput["operatorBeside"] | undefined;
  let certificates: ReadonlySet<string> | undefined;
  return {
    removedRepoHosts: () =>
      clusters.flatMap((cluster) => {
        const isKept = repoHostMaker(cluster, settings) === "apply" || !hasRepoHost(cluster);
        const host = repoHostOf(cluster);
        const adopted = foreign(host);
        if (isKept || (adopted === undefined && !isEarlier(host))) return [];
        const head = adopted ?? inPackage(host);
        return [{ cluster, ...(head && { object: refOf(head) }) }];
      }),
    // With its ConfigMap there, the repo host was in the manifests, or the operator has made it, with its certificates.
    // That one is there tells its name alone; for all else its text would have to be read.
    hadNoRepoHost: (cluster) => {
      const own = configMapOf(cluster, repoHostConfigMapName);
      return named(own) === undefined && !writtenBefore(own) && isEarlier(configMapOf(cluster, instanceConfigMapName));
    },
    operatorBeside: (cluster) => {
      operatorOf ??= operatorFinder(resources.installers, isOfFiles, kustomizationOf);
      return operatorOf(cluster);
    },
    bringsCertificates: ({ name }) => {
      certificates ??= unread.certificateNames();
      return certificates.has(certSecretName(name));
    },
  };
}

/** Finds the operator that is applied with a cluster: any in one list; of files, those in its folder, and those that its kustomization lists. */
function operatorFinder(
  installers: readonly Item[],
  isOfFiles: boolean,
  kustomizationOf: CheckInput["kustomizationOf"],
): CheckInput["operatorBeside"] {
  const byPlace = new Map<string, AppliedBeside>();
  const add = (place: string, operator: AppliedBeside) => byPlace.has(place) || byPlace.set(place, operator);
  for (const { head, isListed, root, value } of installers) {
    const operator = { object: refOf(head), wave: syncWave(valueAt(value, waveAt)) };
    add(isOfFiles ? folderOf(head.file) : "", operator);
    if (isListed === true && root !== undefined) add(listedIn(root), operator);
  }
  return ({ object }) => {
    if (!isOfFiles) return byPlace.get("");
    const root = kustomizationOf(object);
    return byPlace.get(folderOf(object.file)) ?? (root === undefined ? undefined : byPlace.get(listedIn(root)));
  };
}

const waveAt = ["metadata", "annotations", syncWaveAnnotation];

const listedIn = (root: string) => `kustomization ${root}`;

const keyOf = ({ kind, namespace, name }: Omit<ObjectName, "apiVersion">) => `${kind}/${namespace}/${name}`;

const repoHostOf = ({ name, namespace = "" }: Cluster): ObjectName => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  namespace,
  name: repoHostName(name),
});

const configMapOf = ({ name, namespace = "" }: Cluster, nameOf: (cluster: string) => string): ObjectName => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  namespace,
  name: nameOf(name),
});

const folderOf = (file: { readonly path: string } | undefined) =>
  file?.path.slice(0, file.path.lastIndexOf("/") + 1) ?? "";
