import type { CheckInput } from "../checks/input.ts";
import { ownerLabel } from "../krm/ownership.ts";
import { isHostAnnotation, refOf } from "../krm/resource.ts";
import { existingJobs } from "./existing-jobs.ts";
import { copiesOfSecrets, type FindSecret, secretFinder } from "./find-secret.ts";
import { jobPlace } from "./function-config.ts";
import type { Item } from "./item.ts";
import { managedKeys } from "./managed-keys.ts";
import type { Input } from "./read.ts";
import type { Resolution } from "./resolve.ts";

/** What the checks are given. */
export function checkInputOf(
  input: Pick<Input, "resources" | "unread" | "everyCluster" | "renamedSecret">,
  resolution: Resolution,
): CheckInput {
  const { resources, unread } = input;
  const { config, settings, settingPlace, owners } = resolution;
  const clusters = resolution.clusters.map(({ cluster }) => cluster);
  const managed = managedKeys(settings);
  const finders = new Map<string | undefined, FindSecret>();
  /** Finds the Secrets of a kustomization before those of others. */
  const secretsOf = (root: string | undefined) => {
    const first = (items: readonly Item[]) => [
      ...items.filter((item) => item.root === root),
      ...items.filter((item) => item.root !== root),
    ];
    const finder = finders.get(root) ?? secretFinder(first(resources.secrets), first(resources.secretMakers));
    finders.set(root, finder);
    return finder;
  };
  const withoutBackup = resolution.withoutBackup.map(({ cluster }) => cluster);
  return {
    clusters,
    withoutBackup: resolution.withoutBackup,
    namesClustersWithoutBackup: input.everyCluster,
    dropped: resolution.dropped,
    cloned: [...clusters, ...withoutBackup].filter(({ resource }) => resource.spec.clone?.pgbackrest !== undefined),
    notRead: resources.notRead,
    settings,
    settingPlace,
    renamedSecret: input.renamedSecret,
    jobPlace: (name) => jobPlace(config, name),
    existingJob: existingJobs(resources.candidates),
    timeZones: resolution.timeZones,
    secretNames: resources.secretNames,
    annotatedRepoHosts: resources.candidates
      .filter(({ head }) => head.kind === "StatefulSet" && head.labels[ownerLabel] !== undefined)
      .map(({ head }) => ({
        object: refOf(head),
        foreign: Object.keys(head.annotations).filter((key) => !isHostAnnotation(key) && !managed.annotation(key)),
      })),
    configsAmongResources: resources.configs.map(({ head }) => refOf(head)),
    secret: secretFinder(resources.secrets, resources.secretMakers),
    versions: resolution.versions.map(({ cluster, root }) => ({ cluster, secret: secretsOf(root) })),
    copies: [...resolution.copies.map((copy) => ({ ...copy, isEqual: true })), ...copiesOfSecrets(resources.secrets)],
    crdHasKeyFields: unread.crdHasKeyFields,
    allClusters: owners.map(({ head }) => ({
      object: refOf(head),
      name: head.name,
      ...(head.namespace && { namespace: head.namespace }),
    })),
    ...(config.pgbackrestRelease !== undefined && { release: config.pgbackrestRelease }),
    secretsElsewhere: clusters.length > 0 && unread.isFromHost(),
  };
}
