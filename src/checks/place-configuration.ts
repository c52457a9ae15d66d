import { type WrittenConfiguration, writtenConfiguration } from "../configuration/written-configuration.ts";
import type { Cluster } from "../cpo/cluster.ts";
import { trimmed } from "../pgbackrest/conf-file.ts";
import { meaningOf } from "../pgbackrest/option-names.ts";
import type { Secret } from "../secret/secret.ts";
import { remembered } from "../text/memo.ts";

/**
 * What the author of a cluster wrote, as far as it says where repositories are in object stores: all that `repositoryLocation` asks for. Whoever
 * looks at all clusters of a fleet saves most lines of `global` with it. `secret` is the one that the CR names, undefined where it is not in the
 * input.
 */
export const placeConfiguration = (cluster: Cluster, secret: Secret | undefined): WrittenConfiguration =>
  writtenConfiguration(
    {
      global: cluster.global.filter((entry) => isPlaceOption(entry[0])),
      object: cluster.object,
      secretName: cluster.secretName,
    },
    secret,
  );

const placeOptions = ["repo-path", "repo-storage-host", "repo-storage-port"];

const isPlaceOption = remembered((key) => {
  const meaning = meaningOf(trimmed(key));
  return meaning.is === "option" && placeOptions.includes(meaning.name);
});
