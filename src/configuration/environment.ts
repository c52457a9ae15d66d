import { type Cluster, hasRepoHost, pvcRepositories } from "../cpo/cluster.ts";
import type { EnvVar } from "../cpo/kubernetes-types.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Place } from "../findings/finding.ts";
import { type KeyMeaning, meaningOf } from "../pgbackrest/option-names.ts";

/** A variable of the CR that pgBackRest takes for an option. */
export interface EnvironmentOption {
  readonly variable: EnvVar;
  readonly key: string;
  readonly meaning: KeyMeaning;
  readonly place: Place;
  /**
   * True where backups see it: they run in the repo host, which gets both lists from releases that know both, or by `kubectl exec` in a
   * Postgres pod, which gets only the cluster's own.
   */
  readonly reachesBackups: boolean;
}

const none: readonly EnvironmentOption[] = [];

/** The variables `PGBACKREST_...` of a cluster. */
export function environmentOptions(
  cluster: Cluster,
  { release }: Pick<Settings, "release">,
): readonly EnvironmentOption[] {
  const { env, backup } = cluster.resource.spec;
  const own = release.hasPodFields ? backup?.pgbackrest?.env : undefined;
  if (env === undefined && own === undefined) return none;
  const onVolume = hasRepoHost(cluster);
  const reachesSome =
    release.clusterVariables === "all" || pvcRepositories(cluster).length < cluster.repositories.length;
  const read = (list: readonly EnvVar[] | undefined, path: readonly string[], reachesBackups: boolean) =>
    (list ?? []).flatMap((variable, index): readonly EnvironmentOption[] => {
      const option = /^PGBACKREST_([A-Z0-9_]+)$/.exec(variable.name)?.[1];
      if (option === undefined) return none;
      const key = option.toLowerCase().replaceAll("_", "-");
      const place: Place = { in: "field", object: cluster.object, path: [...path, index] };
      return [{ variable, key, meaning: meaningOf(key), place, reachesBackups }];
    });
  return [...read(env, ["spec", "env"], reachesSome), ...read(own, ["spec", "backup", "pgbackrest", "env"], onVolume)];
}
