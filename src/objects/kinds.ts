import type { KubernetesObject } from "@kubernetes/client-node";
import type { Cluster } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";
import type { PartMaker } from "../text/copied.ts";
import type { Manifest } from "./manifest.ts";

/** A kind of object as manifests spell it. */
export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An object of one kind as a builder makes it: the type of `@kubernetes/client-node`, with its kind for certain. */
export type OfKind<
  ApiVersion extends string,
  Kind extends string,
  Fields extends KubernetesObject,
> = Manifest<Fields> & {
  apiVersion: ApiVersion;
  kind: Kind;
};

/** Makes the objects of one kind that a cluster needs; none, where it needs none. */
export interface Builder extends ObjectKind {
  /** The section of the `postgresql` that the objects are made of. */
  readonly of: "backup" | "clone";
  /** Fields that the operator never touches, so that whoever sets them in the manifest keeps them: paths of keys. */
  readonly keeps?: ReadonlyArray<readonly string[]>;
  /** True where the operator makes the objects and they stay out of the manifests. */
  readonly isLeftOut?: (cluster: Cluster, settings: Settings) => boolean;
  /** Large parts can be left to `part`: then they are written from one text for a whole fleet. */
  readonly build: (cluster: Cluster, settings: Settings, part?: PartMaker) => ReadonlyArray<Manifest<KubernetesObject>>;
}

/** A builder whose objects are of the kind that it declares, and of no other. */
export function builder<ApiVersion extends string, Kind extends string>(declared: {
  readonly of: Builder["of"];
  readonly apiVersion: ApiVersion;
  readonly kind: Kind;
  readonly keeps?: NonNullable<Builder["keeps"]>;
  readonly isLeftOut?: NonNullable<Builder["isLeftOut"]>;
  readonly build: (
    cluster: Cluster,
    settings: Settings,
    part?: PartMaker,
  ) => ReadonlyArray<OfKind<NoInfer<ApiVersion>, NoInfer<Kind>, KubernetesObject>>;
}): Builder {
  return declared;
}
