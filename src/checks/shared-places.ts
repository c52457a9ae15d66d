import { repositoryLocation } from "../configuration/repository-location.ts";
import type { Finding } from "../findings/finding.ts";
import type { ClustersOfInput } from "./compare-inputs.ts";
import { hostNameFor } from "./host-name.ts";
import { clusterOverrides, underOverrides } from "./overrides.ts";
import { placeConfiguration } from "./place-configuration.ts";
import { type PlaceUser, samePlace, sharedRepository } from "./rules/shared-repository.ts";

/**
 * Finds clusters that write to one place where their inputs come one after the other, as the pages of a list do, and are too large to keep: of
 * each place, the name of the first cluster in it is kept. What is shared within an input, the rule says.
 * @returns A function that is given each input, and gives what is shared with those before.
 */
export function sharedPlaces(): (
  input: Pick<ClustersOfInput, "clusters" | "overrides" | "secret" | "settings">,
) => readonly Finding[] {
  const users = new Map<string, PlaceUser>();
  const { id, severity } = sharedRepository;
  return (input) => {
    const findings: Finding[] = [];
    const added = new Map<string, PlaceUser>();
    for (const cluster of input.clusters) {
      const { name, namespace, object, secretName } = cluster;
      const secret = secretName === "" ? undefined : input.secret(secretName, namespace);
      const written = placeConfiguration(cluster, secret);
      const nameOf = hostNameFor(cluster, input.settings);
      for (const repository of cluster.repositories) {
        const place = repositoryLocation(repository, written, nameOf);
        if (place === undefined) continue;
        const own: PlaceUser = {
          cluster: { name, object, ...(namespace !== undefined && { namespace }) },
          repository: { name: repository.name, path: repository.path },
        };
        const first = users.get(place.key);
        if (first === undefined) {
          if (!added.has(place.key)) added.set(place.key, own);
          continue;
        }
        // A list that begins once more has the same clusters again.
        if (first.cluster.name === name && first.cluster.namespace === namespace) continue;
        findings.push(
          ...underOverrides(id, severity, samePlace(own, first, place), {
            annotation: clusterOverrides(cluster, [id]).rules.get(id),
            config: input.overrides[id],
          }),
        );
      }
    }
    for (const [key, user] of added) users.set(key, user);
    return findings;
  };
}
