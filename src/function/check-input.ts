import type { CheckInput } from "../checks/input.ts";
import { refOf } from "../krm/resource.ts";
import { secretFinder } from "./find-secret.ts";
import type { Input } from "./read.ts";
import type { Resolution } from "./resolve.ts";

/** What the checks are given. */
export function checkInputOf(
  input: Pick<Input, "resources" | "unread" | "everyCluster">,
  resolution: Resolution,
): CheckInput {
  const { resources, unread } = input;
  const { config, settings, settingPlace, owners } = resolution;
  const clusters = resolution.clusters.map(({ cluster }) => cluster);
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
    secretNames: resources.secretNames,
    secret: secretFinder(resources.secrets, resources.secretMakers),
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
