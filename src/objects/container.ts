import type { V1Container, V1EnvVar, V1SecurityContext } from "@kubernetes/client-node";
import type { ClusterSource } from "../cpo/cluster.ts";
import type { EnvVar } from "../cpo/kubernetes-types.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Copied } from "../text/copied.ts";
import type { Manifest } from "./manifest.ts";

/** The ports of a Postgres container, which the operator sets on every container that it makes (contract 2.0). */
const ports = [8008, 5432, 8080];

/** A variable that the operator sets. */
interface OwnVariable {
  readonly name: string;
  readonly value: Copied;
}

/** What repo host and backup job have in common. */
export function container(name: string, cluster: ClusterSource, env: readonly OwnVariable[]): Manifest<V1Container> {
  return {
    name,
    image: cluster.image,
    imagePullPolicy: "IfNotPresent",
    ports: ports.map((containerPort) => ({ containerPort, protocol: "TCP" })),
    env: mergedEnv(cluster, env),
  };
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

/** The operator's own variables, then the backup section's, then the cluster's; the first of a name wins, ignoring case (contract 2.0). */
function mergedEnv(cluster: ClusterSource, own: readonly OwnVariable[]): Manifest<V1EnvVar[]> {
  const { spec } = cluster.resource;
  const merged: Manifest<V1EnvVar[]> = [...own];
  const taken = new Set(own.map(({ name }) => name.toLowerCase()));
  for (const variable of [...(spec.backup?.pgbackrest?.env ?? []), ...(spec.env ?? [])]) {
    const name = variable.name.toLowerCase();
    if (taken.has(name)) continue;
    taken.add(name);
    merged.push(knownFields(variable));
  }
  return merged;
}

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
