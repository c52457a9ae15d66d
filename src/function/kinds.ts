import type { ResourceHead } from "../krm/resource.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import type { ObjectKind } from "../objects/kinds.ts";

const operatorVersion = "cpo.opensource.cybertec.at/v1";

/** The kinds of resources that the function reads. Those that it makes are in `src/objects/index.ts`. */
export const readKinds = {
  postgresql: { apiVersion: operatorVersion, kind: "postgresql" },
  operatorConfiguration: { apiVersion: operatorVersion, kind: "OperatorConfiguration" },
  configMap: { apiVersion: "v1", kind: "ConfigMap" },
  secret: { apiVersion: "v1", kind: "Secret" },
  functionConfig: { apiVersion: "fn.cpo.opensource.cybertec.at/v1alpha1", kind: "ExpandPgBackRest" },
} as const satisfies Readonly<Record<string, ObjectKind>>;

/**
 * What every cluster with backups mentions, and everything that the function makes: its owner's label holds it. Where nobody mentions it,
 * there is nothing to expand, update or remove.
 */
export const mention = "pgbackrest";

/** Words of which every resource that the function reads or makes has at least one. */
export const tellingWords: readonly string[] = [
  mention,
  ...Object.values(readKinds).map(({ apiVersion, kind }) => groupOf(apiVersion) || kind),
];

/** True for a resource of the kind, in the version that the function reads. */
export const isOf = ({ apiVersion, kind }: ObjectKind, head: ResourceHead): boolean =>
  head.kind === kind && head.apiVersion === apiVersion;

/** True for a resource of one of the kinds, in whatever version: an earlier run may have written another one. */
export const isOneOf = (kinds: readonly ObjectKind[], head: ResourceHead): boolean =>
  head.apiVersion !== "" &&
  kinds.some(({ apiVersion, kind }) => head.kind === kind && groupOf(head.apiVersion) === groupOf(apiVersion));
