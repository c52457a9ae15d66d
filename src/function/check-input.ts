import type { ClustersOfInput } from "../checks/compare-inputs.ts";
import type { CheckInput } from "../checks/input.ts";
import type { Finding } from "../findings/finding.ts";
import { ownerLabel } from "../krm/ownership.ts";
import { isHostAnnotation, refOf } from "../krm/resource.ts";
import type { PolicyJudge } from "../recovery/policy.ts";
import { copiesOfSecrets, type FindSecret, secretFinder } from "./find-secret.ts";
import { jobPlace } from "./function-config.ts";
import type { Item } from "./item.ts";
import { listedCrd } from "./listed-crd.ts";
import { managedKeys } from "./managed-keys.ts";
import type { Input } from "./read.ts";
import { repoHostOrder } from "./repo-host-order.ts";
import type { Resolution } from "./resolve.ts";

/** What is compared with the clusters of other inputs. */
function clustersOfInput(resolution: Resolution, secret: FindSecret): ClustersOfInput {
  const { config, settings, owners } = resolution;
  const clusters = resolution.clusters.map(({ cluster }) => cluster);
  const withoutBackup = resolution.withoutBackup.map(({ cluster }) => cluster);
  // The overrides of a cluster are found by what names it.
  const objects = new Map(
    [...resolution.clusters, ...resolution.withoutBackup].map((each) => [each.head, each.cluster.object]),
  );
  return {
    clusters,
    cloned: [...clusters, ...withoutBackup].filter(({ resource }) => resource.spec.clone?.pgbackrest !== undefined),
    settings,
    jobPlace: (name) => jobPlace(config, name),
    timeZones: resolution.timeZones,
    overrides: config.checks ?? {},
    secret,
    allClusters: owners.map(({ head }) => ({
      object: objects.get(head) ?? refOf(head),
      name: head.name,
      ...(head.namespace && { namespace: head.namespace }),
    })),
    ...(config.pgbackrestRelease !== undefined && { release: config.pgbackrestRelease }),
  };
}

/** What is kept of an input after its text is gone. */
export interface KeptInput {
  readonly comparable: ClustersOfInput;
  readonly findings: readonly Finding[];
}

/**
 * What is compared with the clusters of other inputs, and what was found in this one, as copies: a short text that was cut out of a long one
 * keeps the long one in memory, and with it the whole input.
 */
export function keptInput(
  input: Pick<Input, "resources">,
  resolution: Resolution,
  found: readonly Finding[],
): KeptInput {
  const { clusters, cloned, allClusters, ...others } = clustersOfInput(resolution, () => undefined);
  // In one piece, so that what names a cluster stays the same object everywhere.
  const { findings, secrets, secretMakers, ...copied } = structuredClone({
    ...{ clusters, cloned, allClusters },
    findings: found,
    secrets: input.resources.secrets,
    secretMakers: input.resources.secretMakers,
  });
  return { findings, comparable: { ...others, ...copied, secret: secretFinder(secrets, secretMakers).find } };
}

/** What the checks are given. */
export function checkInputOf(
  input: Pick<
    Input,
    | "resources"
    | "existingJobs"
    | "unread"
    | "everyCluster"
    | "isBuilt"
    | "laterNamespace"
    | "renamedSecret"
    | "writtenBefore"
  >,
  resolution: Resolution,
  policy?: PolicyJudge,
): CheckInput {
  const { resources, existingJobs, unread } = input;
  const { operatorConfiguration, settings, settingPlace } = resolution;
  const secrets = secretFinder(resources.secrets, resources.secretMakers);
  const comparable = clustersOfInput(resolution, secrets.find);
  const managed = managedKeys(settings);
  const kustomizationOf = kustomizations(resources.postgresqls);
  return {
    withoutBackup: resolution.withoutBackup,
    namesClustersWithoutBackup: input.everyCluster,
    dropped: resolution.dropped,
    aboutRelease: resolution.aboutRelease,
    notRead: resources.notRead,
    settingPlace,
    renamedSecret: input.renamedSecret,
    laterNamespace: input.laterNamespace,
    existingJob: existingJobs.all.length === 0 ? undefined : (name, namespace) => existingJobs.find(name, namespace),
    secretNames: resources.secretNames,
    annotatedRepoHosts: resources.candidates
      .filter(({ head }) => head.kind === "StatefulSet" && head.labels[ownerLabel] !== undefined)
      .map(({ head }) => ({
        object: refOf(head),
        foreign: Object.keys(head.annotations).filter((key) => !isHostAnnotation(key) && !managed.annotation(key)),
      })),
    configsAmongResources: resources.configs.map(({ head }) => refOf(head)),
    versions: resolution.versions.map(({ cluster, root }) => ({ cluster, secret: secrets.findFrom(root) })),
    copies: [...resolution.copies.map((copy) => ({ ...copy, isEqual: true })), ...copiesOfSecrets(resources.secrets)],
    listedCrd: resolution.config.crd === undefined ? listedCrd(resources.crds) : undefined,
    kustomizationOf,
    secretsExpectedIn: input.isBuilt
      ? "build"
      : comparable.clusters.length > 0 && unread.isFromHost()
        ? "input"
        : undefined,
    ...comparable,
    ...repoHostOrder(input, comparable.clusters, settings, kustomizationOf, resolution.config.adopt ?? false),
    ...(policy && { policy }),
    ...(operatorConfiguration && { operatorConfiguration }),
  };
}

/** Finds the folder of the kustomization that a resource's file belongs to. The files are looked at when it is first asked. */
function kustomizations(items: readonly Item[]): CheckInput["kustomizationOf"] {
  let byFile: ReadonlyMap<string, string | undefined> | undefined;
  return ({ file }) => {
    byFile ??= new Map(items.flatMap(({ head, root }) => (head.file === undefined ? [] : [[head.file.path, root]])));
    return file && byFile.get(file.path);
  };
}
