import type { Cluster } from "../cpo/cluster.ts";
import type { EnvVar } from "../cpo/kubernetes-types.ts";
import type { Path } from "../findings/finding.ts";

/** A list of variables, and where it is in the CR. */
export interface EnvironmentList {
  readonly list: readonly EnvVar[];
  readonly path: Path;
}

/** All lists of variables from which the operator makes pods of backups or of the database: for one mistake Kubernetes refuses the pods. */
export function environmentLists({ resource: { spec } }: Cluster): readonly EnvironmentList[] {
  const of = (list: readonly EnvVar[] | undefined, ...path: Path): readonly EnvironmentList[] =>
    list === undefined ? [] : [{ list, path: ["spec", ...path, "env"] }];
  return [
    ...of(spec.env),
    ...of(spec.backup?.pgbackrest?.env, "backup", "pgbackrest"),
    ...of(spec.postgresql.env, "postgresql"),
    ...(spec.sidecars ?? []).flatMap(({ env }, index) => of(env, "sidecars", index)),
    ...(spec.initContainers ?? []).flatMap(({ env }, index) => of(env, "initContainers", index)),
  ];
}
