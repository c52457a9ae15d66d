import type { ClustersOfInput } from "../checks/compare-inputs.ts";
import type { CheckInput } from "../checks/input.ts";
import type { Finding } from "../findings/finding.ts";
import { refOf } from "../krm/resource.ts";
import { secretFinder } from "./find-secret.ts";
import type { Input } from "./read.ts";
import type { Resolution } from "./resolve.ts";

/** What is compared with the clusters of other inputs. */
export function clustersOfInput(input: Pick<Input, "resources">, resolution: Resolution): ClustersOfInput {
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
    overrides: config.checks ?? {},
    secret: secretFinder(input.resources.secrets),
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
  const { clusters, cloned, allClusters, ...others } = clustersOfInput(input, resolution);
  // In one piece, so that what names a cluster stays the same object everywhere.
  const { findings, secrets, ...copied } = structuredClone({
    ...{ clusters, cloned, allClusters },
    findings: found,
    secrets: input.resources.secrets,
  });
  return { findings, comparable: { ...others, ...copied, secret: secretFinder(secrets) } };
}

/** What the checks are given. */
export function checkInputOf(
  input: Pick<Input, "resources" | "unread" | "everyCluster">,
  resolution: Resolution,
): CheckInput {
  const { resources, unread } = input;
  const comparable = clustersOfInput(input, resolution);
  return {
    ...comparable,
    withoutBackup: resolution.withoutBackup,
    namesClustersWithoutBackup: input.everyCluster,
    dropped: resolution.dropped,
    notRead: resources.notRead,
    settingPlace: resolution.settingPlace,
    secretNames: unread.secretNames,
    crdHasKeyFields: unread.crdHasKeyFields,
    secretsElsewhere: comparable.clusters.length > 0 && unread.isFromHost(),
  };
}
