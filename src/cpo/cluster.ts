import type { ObjectRef, Path } from "../findings/finding.ts";
import type { Postgresql } from "./postgresql.ts";
import type { Repository } from "./repository.ts";

/** A `postgresql` resource that passed its schema: what objects and checks are made from. */
export interface Cluster {
  readonly object: ObjectRef;
  readonly name: string;
  /** The CR's namespace; absent where it has none. */
  readonly namespace?: string;
  /** The namespace that host names are built with: the CR's, else the functionConfig's; empty where neither says. */
  readonly dnsNamespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Without those that kustomize and kpt add for themselves: the operator never sees them. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The resource itself, for fields that are copied as they are. */
  readonly resource: Postgresql;
  readonly image: string;
  /** `spec.backup.pgbackrest.configuration.secret` as the CR spells it; empty if there is none. */
  readonly secretName: string;
  /** `spec.backup.pgbackrest.global` in the CR's order. */
  readonly global: ReadonlyArray<readonly [option: string, value: string]>;
  readonly repositories: readonly Repository[];
  /** True where `spec.clone.pgbackrest` is written down as null, which the API server drops. */
  readonly hasEmptyClone?: true;
  /** Nulls in `spec` for which server-side apply refuses the resource; absent where there are none. */
  readonly nulls?: readonly Path[];
}

/** True for a cluster with a repository on a volume, which needs a repo host. */
export const hasRepoHost = ({ repositories }: Pick<Cluster, "repositories">): boolean =>
  repositories.some(({ storage }) => storage === "pvc");

/** The repositories on volumes; only they need a repo host. */
export function pvcRepositories({ repositories }: Cluster) {
  return repositories.filter((repository) => repository.storage === "pvc");
}
