import type { V1Container, V1EnvVar, V1SecurityContext } from "@kubernetes/client-node";
import type { Cluster } from "../cpo/cluster.ts";
import type { EnvVar } from "../cpo/kubernetes-types.ts";
import type { Settings } from "../cpo/settings.ts";
import { type Copied, itemsOf } from "../text/copied.ts";
import type { Manifest } from "./manifest.ts";

/** The ports of a Postgres container, which the operator sets on every container that it makes (contract 2.0). */
const ports = [8008, 5432, 8080];

/** The values of the variables that the operator sets, by their names. */
export type OwnVariables = Readonly<Record<string, Copied<string>>>;

/** What repo host and backup job have in common. `variables` are those that users add to the operator's `own`. */
export function container(
  name: string,
  own: OwnVariables,
  { image, variables }: { readonly image: Copied<string>; readonly variables: Copied<readonly V1EnvVar[]> },
) {
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    ports: ports.map((containerPort) => ({ containerPort, protocol: "TCP" })),
    env: [...Object.entries(own).map(([name, value]) => ({ name, value })), ...itemsOf(variables)],
  } satisfies Manifest<V1Container>;
}
/** The security context of every container; `capabilities` where there are any. */
export function securityContext(
  settings: Settings,
  readOnlyRootFilesystem: boolean,
  capabilities: readonly string[] = [],
): V1SecurityContext {
  return {
    allowPrivilegeEscalation: settings.spiloAllowPrivilegeEscalation,
    privileged: settings.spiloPrivileged,
    readOnlyRootFilesystem,
    ...(capabilities.length > 0 && {
      capabilities: { add: capabilities.map((capability) => capability.toUpperCase()) },
    }),
  };
}

/**
 * The variables that the backup section adds to those that the operator sets, then the cluster's; the first of a name wins, ignoring case
 * (contract 2.0). Releases that do not know those of the section give the cluster's to Postgres alone.
 */
export function addedVariables(
  cluster: Cluster,
  own: readonly string[],
  { release }: Pick<Settings, "release">,
): readonly V1EnvVar[] {
  const { spec } = cluster.resource;
  const section = release.hasPodFields ? (spec.backup?.pgbackrest?.env ?? none) : none;
  const general = release.clusterVariables === "all" ? (spec.env ?? none) : none;
  if (section.length === 0 && general.length === 0) return [];
  const taken = new Set(own.map((name) => name.toLowerCase()));
  return section.concat(general).flatMap((variable) => {
    const name = variable.name.toLowerCase();
    if (taken.has(name)) return [];
    taken.add(name);
    return [knownFields(variable)];
  });
}

const none: readonly EnvVar[] = [];

/** The fields that Kubernetes knows: the operator decodes variables into its type and loses the rest. */
function knownFields({ name, value, valueFrom }: EnvVar): V1EnvVar {
  if (valueFrom === undefined) return value === undefined ? { name } : { name, value };
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  return {
    name,
    ...(value !== undefined && { value }),
    valueFrom: {
      ...(fieldRef && {
        fieldRef: { ...(fieldRef.apiVersion && { apiVersion: fieldRef.apiVersion }), fieldPath: fieldRef.fieldPath },
      }),
      ...(resourceFieldRef && {
        resourceFieldRef: {
          ...(resourceFieldRef.containerName && { containerName: resourceFieldRef.containerName }),
          resource: resourceFieldRef.resource,
          divisor: String(resourceFieldRef.divisor ?? 0),
        },
      }),
      ...(configMapKeyRef && { configMapKeyRef: keySelector(configMapKeyRef) }),
      ...(secretKeyRef && { secretKeyRef: keySelector(secretKeyRef) }),
    },
  };
}

function keySelector({ name, key, optional }: { name?: string; key: string; optional?: boolean }) {
  return { ...(name && { name }), key, ...(optional !== undefined && { optional }) };
}
