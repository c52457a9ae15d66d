import type { ObjectRef } from "../findings/finding.ts";
import type { Copied } from "../text/copied.ts";
import type { PgBackRestSection, Postgresql } from "./postgresql.ts";
import type { Repository } from "./repository.ts";

/**
 * What the objects of a cluster are made of. Values in which the clusters of a fleet differ are `Text`: builders see them as `Copied`, so
 * they can pass them on and no more. What only checks read is not here.
 */
export interface ClusterSource<Text extends Copied = Copied> {
  readonly name: Text;
  /** The CR's namespace; absent where it has none. */
  readonly namespace?: Text;
  /** The namespace that host names are built with: the CR's, else the functionConfig's; empty where neither says. */
  readonly dnsNamespace: Text;
  readonly labels: Readonly<Record<string, Text>>;
  /** Without those that kustomize and kpt add for themselves: the operator never sees them. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The resource itself, for fields that are copied as they are. */
  readonly resource: { readonly spec: SpecSource<Text> };
  readonly image: string;
  /** `spec.backup.pgbackrest.configuration.secret` as the CR spells it; empty if there is none. */
  readonly secretName: Text;
  /** `spec.backup.pgbackrest.global` in the CR's order. */
  readonly global: ReadonlyArray<readonly [option: string, value: Text]>;
  readonly repositories: ReadonlyArray<Repository<Text>>;
}

/** A `postgresql` resource with a backup section that passed its schema: what objects and checks are made from. */
export interface Cluster extends ClusterSource<string> {
  readonly object: ObjectRef;
  /** True where `spec.clone.pgbackrest` is written down as null, which the API server drops. */
  readonly hasEmptyClone?: true;
  readonly resource: Postgresql;
}

type Spec = Postgresql["spec"];

/** Fields of a spec that only checks read. */
export type CheckedField = "volume" | "dockerImage" | "standby" | "sidecars" | "initContainers";

/** A spec as builders see it: what has a name in `ClusterSource` has no second one here. */
type SpecSource<Text extends Copied> = Omit<Spec, "teamId" | "backup" | "postgresql" | CheckedField> & {
  readonly teamId: Text;
  /** Without `parameters`, which only checks read. */
  readonly postgresql: Pick<Spec["postgresql"], "version">;
  readonly backup?: { readonly pgbackrest?: Omit<PgBackRestSection, "configuration" | "global" | "repos"> };
};

type GivenRepository = NonNullable<PgBackRestSection["repos"]>[number];
type Location = "resource" | "endpoint" | "region" | "account";

/** A resource whose values may be `Text`. */
export interface PostgresqlOf<Text extends Copied> {
  readonly metadata: Pick<Postgresql["metadata"], "annotations"> & {
    readonly name: Text;
    readonly namespace?: Text;
    readonly labels?: Readonly<Record<string, Text>>;
  };
  readonly spec: SpecSource<Text> & { readonly backup?: { readonly pgbackrest?: SectionOf<Text> } };
}

/** Its backup section. */
export type SectionOf<Text extends Copied> = Omit<PgBackRestSection, "configuration" | "global" | "repos"> & {
  readonly configuration?: { readonly secret?: Text };
  readonly global?: Readonly<Record<string, Text>>;
  readonly repos?: ReadonlyArray<GivenRepositoryOf<Text>>;
};

/** A repository of that section. */
export type GivenRepositoryOf<Text extends Copied> = Omit<GivenRepository, Location> & {
  readonly [Field in Location]?: Text;
};

/** The repositories on volumes; only they need a repo host. */
export function pvcRepositories({ repositories }: ClusterSource) {
  return repositories.filter((repository) => repository.storage === "pvc");
}
