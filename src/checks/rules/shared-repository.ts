import { type RepositoryLocation, repositoryLocation } from "../../configuration/repository-location.ts";
import type { Cluster } from "../../cpo/cluster.ts";
import type { Repository } from "../../cpo/repository.ts";
import type { Diagnostic } from "../../findings/finding.ts";
import { hostNameFor } from "../host-name.ts";
import { placeConfiguration } from "../place-configuration.ts";
import type { ComparisonRule } from "../rule.ts";

/** The name of another cluster; one of the same name is told by its namespace. */
const toldFrom = (cluster: PlaceUser["cluster"], { name, namespace }: PlaceUser["cluster"]): string =>
  name === cluster.name && namespace !== undefined && namespace !== cluster.namespace ? `${namespace}/${name}` : name;

/** A repository that writes to a place, and whose it is. */
export interface PlaceUser {
  readonly cluster: Pick<Cluster, "name" | "namespace" | "object">;
  readonly repository: Pick<Repository, "name" | "path">;
}

/** What is said of a repository in a place that is another's already. */
export function samePlace(
  { cluster, repository }: PlaceUser,
  first: PlaceUser,
  place: Pick<RepositoryLocation, "bucket" | "path">,
): Diagnostic {
  const whose =
    first.cluster.object === cluster.object
      ? first.repository.name
      : `${first.repository.name} of cluster \`${toldFrom(cluster, first.cluster)}\``;
  const own = `/${cluster.namespace === undefined ? "" : `${cluster.namespace}/`}${cluster.name}/${repository.name}`;
  // A cluster of the same name and namespace, for another Kubernetes cluster.
  const free = place.path === own ? `/staging${own}` : own;
  return {
    at: { in: "field", object: cluster.object, path: [...repository.path, "resource"] },
    also: [{ in: "field", object: first.cluster.object, path: [...first.repository.path, "resource"] }],
    problem: `${repository.name} writes to the same place as ${whose}: \`${place.bucket}\`, ${place.path === undefined ? "the path that the Secret sets" : `path \`${place.path}\``}; they destroy each other's archive.`,
    fix: `Give each its own path in \`global\`, for example \`${repository.name}-path: ${free}\`.`,
  };
}

export const sharedRepository = {
  id: "shared-repository",
  severity: "error",
  title: "Two clusters in one repository",
  why: "The operator's stanza is always `db`, so two clusters with the same bucket and path write to one archive and destroy each other's.",
  source: "contract section 3; https://github.com/CrunchyData/postgres-operator/issues/4055",
  holdsWhateverIsFilledIn: true,
  bad: {
    other: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /demo
    `,
  },
  good: {
    other: `
      spec:
        backup:
          pgbackrest:
            global:
              repo1-path: /other
    `,
  },
  comparesClusters: true,
  *checkInput({ clusters, filledInTogether, secretOf, settingsOf }) {
    const users = new Map<string, PlaceUser>();
    for (const cluster of clusters) {
      if (cluster.repositories.every(({ storage }) => storage === "pvc")) continue;
      const { secretName } = cluster;
      const written = placeConfiguration(cluster, secretName === "" ? undefined : secretOf(cluster, secretName));
      const nameOf = hostNameFor(cluster, settingsOf(cluster));
      for (const repository of cluster.repositories) {
        const place = repositoryLocation(repository, written, nameOf);
        if (place === undefined) continue;
        const key = place.isFilledInLater ? `${place.key}\n${filledInTogether(cluster)}` : place.key;
        const first = users.get(key);
        if (first === undefined) {
          users.set(key, { cluster, repository });
          continue;
        }
        if (first.cluster === cluster && !written.complete) continue;
        yield samePlace({ cluster, repository }, first, place);
      }
    }
  },
} as const satisfies ComparisonRule;
