import { chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type {
  V1ConfigMap,
  V1ConfigMapProjection,
  V1PersistentVolumeClaim,
  V1PodSpec,
  V1Secret,
  V1SecretProjection,
  V1Volume,
} from "@kubernetes/client-node";
import type { Identity } from "./machine.ts";

/** What the kubelet reads from the API server to fill volumes. */
export interface Sources {
  readonly configMaps: readonly V1ConfigMap[];
  readonly secrets: readonly V1Secret[];
}

/** A bind mount of a pod: a directory of this machine at a path of the container. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What a pod's volumes are made from. */
export interface VolumeOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly spec: V1PodSpec;
  readonly claimTemplates: readonly V1PersistentVolumeClaim[];
  readonly sources: Sources;
  /** Where claims live, which outlive the pod. */
  readonly claims: string;
  /** Where everything else lives. */
  readonly directory: string;
  readonly postgres: Identity;
}

/**
 * Lays out the volumes of a pod as the kubelet does and gives the mounts of its (only) container: ConfigMaps and Secrets as files of root
 * and the pod's group with the volume's mode, behind the `..data` symlink; claims by StatefulSet name; fresh directories for emptyDir.
 * Errors are what the API server or the kubelet would refuse: an unknown volume, two mounts at one path, a source that is missing and not
 * optional. Without an fsGroup the files get the group that the image's user has.
 */
export function mounts(options: VolumeOptions): readonly Mount[] {
  const { spec, claimTemplates } = options;
  const [container] = spec.containers;
  const wanted = container?.volumeMounts ?? [];
  const group = spec.securityContext?.fsGroup ?? options.postgres.gid;
  const paths = new Set(wanted.map(({ mountPath }) => mountPath));
  if (paths.size < wanted.length) throw new Error(`${options.pod}: two mounts at one path`);
  return wanted.map(({ name, mountPath, subPath, readOnly }) => {
    const volume = spec.volumes?.find((candidate) => candidate.name === name);
    const template = claimTemplates.find(({ metadata }) => metadata?.name === name);
    if (volume === undefined && template === undefined) throw new Error(`${options.pod}: no volume ${name}`);
    const source =
      template !== undefined || volume === undefined
        ? shared(join(options.claims, options.namespace, `${name}-${options.pod}`), group)
        : filled(volume, group, options);
    return { source: join(source, subPath ?? ""), target: mountPath, readOnly: readOnly ?? false };
  });
}

function filled(volume: V1Volume, group: number, options: VolumeOptions): string {
  const directory = shared(join(options.directory, volume.name), group);
  if (volume.emptyDir !== undefined) return directory;
  if (volume.projected === undefined)
    throw new Error(`${options.pod}: a kind of volume that the harness does not know`);
  const files: Record<string, Buffer> = {};
  for (const { configMap, secret, ...other } of volume.projected.sources ?? []) {
    if (Object.keys(other).length > 0) throw new Error(`${options.pod}: unknown source in ${volume.name}`);
    if (configMap !== undefined) Object.assign(files, ofConfigMap(configMap, options));
    if (secret !== undefined) Object.assign(files, ofSecret(secret, options));
  }
  project(directory, files, volume.projected.defaultMode ?? 0o644, group);
  return directory;
}

function ofConfigMap(source: V1ConfigMapProjection, options: VolumeOptions): Record<string, Buffer> {
  const object = find(options.sources.configMaps, source, options);
  return Object.fromEntries(Object.entries(object?.data ?? {}).map(([key, text]) => [key, Buffer.from(text)]));
}

function ofSecret(source: V1SecretProjection, options: VolumeOptions): Record<string, Buffer> {
  const object = find(options.sources.secrets, source, options);
  return Object.fromEntries(
    Object.entries(object?.data ?? {}).map(([key, text]) => [key, Buffer.from(text, "base64")]),
  );
}

function find<T extends V1ConfigMap | V1Secret>(
  objects: readonly T[],
  source: V1ConfigMapProjection | V1SecretProjection,
  { namespace, pod }: VolumeOptions,
): T | undefined {
  if (source.items !== undefined) throw new Error(`${pod}: the harness does not know items of a source`);
  const object = objects.find(({ metadata }) => metadata?.name === source.name && metadata?.namespace === namespace);
  if (object === undefined && source.optional !== true) throw new Error(`${pod}: ${source.name} is missing`);
  return object;
}

function project(directory: string, files: Readonly<Record<string, Buffer>>, mode: number, group: number): void {
  const version = "..2026_01_01_00_00_00.123456789";
  mkdirSync(join(directory, version));
  symlinkSync(version, join(directory, "..data"));
  for (const [name, content] of Object.entries(files)) {
    const file = join(directory, version, name);
    writeFileSync(file, content);
    chmodSync(file, mode);
    chownSync(file, 0, group);
    symlinkSync(join("..data", name), join(directory, name));
  }
}

/** A directory that the pod's group may write. */
function shared(directory: string, group: number): string {
  if (lstatSync(directory, { throwIfNoEntry: false }) !== undefined) return directory;
  mkdirSync(directory, { recursive: true });
  chownSync(directory, 0, group);
  chmodSync(directory, 0o2775);
  return directory;
}
