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
  const lists: EnvironmentList[] = [];
  const ofSection = spec.backup?.pgbackrest?.env;
  if (spec.env !== undefined) lists.push({ list: spec.env, path: paths.cluster });
  if (ofSection !== undefined) lists.push({ list: ofSection, path: paths.section });
  if (spec.postgresql.env !== undefined) lists.push({ list: spec.postgresql.env, path: paths.postgresql });
  spec.sidecars?.forEach(({ env }, index) => {
    if (env !== undefined) lists.push({ list: env, path: ["spec", "sidecars", index, "env"] });
  });
  spec.initContainers?.forEach(({ env }, index) => {
    if (env !== undefined) lists.push({ list: env, path: ["spec", "initContainers", index, "env"] });
  });
  return lists;
}

const paths = {
  cluster: ["spec", "env"],
  section: ["spec", "backup", "pgbackrest", "env"],
  postgresql: ["spec", "postgresql", "env"],
} as const;
