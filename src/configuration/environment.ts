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
   * True where backups see it: they run in the repo host, which gets both lists of variables from releases that know both, or by
   * `kubectl exec` in a Postgres pod, which gets only the cluster's own and that of `spec.postgresql`.
   */
  readonly reachesBackups: boolean;
  /** True where backups see it in a Postgres pod, which connects to its own database and to no other. */
  readonly reachesDatabase: boolean;
}

const none: readonly EnvironmentOption[] = [];

/** The variables `PGBACKREST_...` of a cluster. */
export function environmentOptions(
  cluster: Cluster,
  { release }: Pick<Settings, "release">,
): readonly EnvironmentOption[] {
  const { env, backup, postgresql } = cluster.resource.spec;
  const own = release.hasPodFields ? backup?.pgbackrest?.env : undefined;
  const ofDatabase = postgresql.env;
  if (env === undefined && own === undefined && ofDatabase === undefined) return none;
  const onVolume = hasRepoHost(cluster);
  const inDatabase = pvcRepositories(cluster).length < cluster.repositories.length;
  const reachesSome = release.clusterVariables === "all" || inDatabase;
  const read = (
    list: readonly EnvVar[] | undefined,
    path: readonly string[],
    reaches: Pick<EnvironmentOption, "reachesBackups" | "reachesDatabase">,
  ) =>
    (list ?? []).flatMap((variable, index): readonly EnvironmentOption[] => {
      const option = /^PGBACKREST_([A-Z0-9_]+)$/.exec(variable.name)?.[1];
      if (option === undefined) return none;
      const key = option.toLowerCase().replaceAll("_", "-");
      const place: Place = { in: "field", object: cluster.object, path: [...path, index] };
      return [{ variable, key, meaning: meaningOf(key), place, ...reaches }];
    });
  return [
    ...read(env, ["spec", "env"], { reachesBackups: reachesSome, reachesDatabase: inDatabase }),
    ...read(own, ["spec", "backup", "pgbackrest", "env"], { reachesBackups: onVolume, reachesDatabase: false }),
    ...(inDatabase
      ? read(ofDatabase, ["spec", "postgresql", "env"], { reachesBackups: true, reachesDatabase: true })
      : none),
  ];
}
