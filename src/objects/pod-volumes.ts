import type { V1Volume, V1VolumeMount, V1VolumeProjection } from "@kubernetes/client-node";
import type { Cluster } from "../cpo/cluster.ts";
import type { Settings } from "../cpo/settings.ts";
import type { Copied } from "../text/copied.ts";
import type { Manifest } from "./manifest.ts";

/** Volumes of a pod and where its container has them; the operator compares both lists in order (contract 4.4). */
export interface PodVolumes {
  readonly volumes: ReadonlyArray<Manifest<V1Volume>>;
  readonly mounts: V1VolumeMount[];
}

/** 0640: pgBackRest refuses keys that others may read. */
const defaultMode = 0o640;

/** The writable volume at /tmp of a pod with a read-only root. */
export function temporaryVolume(settings: Settings): PodVolumes {
  if (!settings.containerReadonlyRootFilesystem) return { volumes: [], mounts: [] };
  return {
    volumes: [{ name: "pgbackrest-tmp", emptyDir: {} }],
    mounts: [{ name: "pgbackrest-tmp", mountPath: "/tmp" }],
  };
}

/**
 * The same in backup jobs. A release that does not heed the setting there adds the volumes of a Postgres pod, which no container of a job
 * mounts (contract section 6).
 */
export function jobTemporaryVolume(settings: Settings): PodVolumes {
  if (!settings.containerReadonlyRootFilesystem || settings.release.readOnlyRootPods === "repo host and jobs")
    return temporaryVolume(settings);
  return { volumes: ["postgres-run", "postgres-tmp"].map((name) => ({ name, emptyDir: {} })), mounts: [] };
}

/** The name of the volume that `monitor` gives repo host and jobs, where it does. */
export const exporterVolumeName = ({ resource }: Cluster, { release }: Settings): { readonly exporter?: string } =>
  release.exporterVolume && resource.spec.monitor !== undefined ? { exporter: "exporter-tmp" } : {};

/** The volume of the exporter, a container that neither has. */
export const exporterVolume = (name: Copied<string> | undefined): PodVolumes => ({
  volumes: name === undefined ? [] : [{ name, emptyDir: {} }],
  mounts: [],
});

/** The volume for the Postgres socket, which only sidecars would need. */
export function socketVolume(settings: Settings): PodVolumes {
  if (!settings.sharePgsocketWithSidecars) return { volumes: [], mounts: [] };
  return {
    volumes: [{ name: "postgresql-run", emptyDir: { medium: "Memory" } }],
    mounts: [{ name: "postgresql-run", mountPath: "/var/run/postgresql" }],
  };
}

/** The Secret that the operator mounts into all its containers. */
export function additionalSecretVolume({
  additionalSecretMount: name,
  additionalSecretMountPath: mountPath,
}: Settings): PodVolumes {
  if (name === "") return { volumes: [], mounts: [] };
  return { volumes: [{ name, secret: { secretName: name } }], mounts: [{ name, mountPath }] };
}

/** pgBackRest's include directory: the ConfigMap's text and every file of the configuration Secret, each optional. */
export function configurationVolume(configMap: Copied<string>, secret: Copied<string> | undefined): PodVolumes {
  const sources: Array<Manifest<V1VolumeProjection>> = [{ configMap: { name: configMap, optional: true } }];
  if (secret !== undefined) sources.push({ secret: { name: secret, optional: true } });
  return {
    volumes: [{ name: "pgbackrest-config", projected: { defaultMode, sources } }],
    mounts: [{ name: "pgbackrest-config", mountPath: "/etc/pgbackrest/conf.d" }],
  };
}

/** The certificates by which Postgres pods and repo host know each other. */
export function certificateVolume(secretName: Copied<string>): PodVolumes {
  return {
    volumes: [
      { name: "cert-secret", projected: { defaultMode, sources: [{ secret: { name: secretName, optional: true } }] } },
    ],
    mounts: [{ name: "cert-secret", mountPath: "/etc/pgbackrest/certs" }],
  };
}

/** Several volumes in the given order. */
export function podVolumes(...parts: readonly PodVolumes[]): PodVolumes {
  return { volumes: parts.flatMap(({ volumes }) => volumes), mounts: parts.flatMap(({ mounts }) => mounts) };
}
