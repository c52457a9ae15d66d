import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Objects, PodTemplate, Volume } from "./objects.ts";
import { postgresIds } from "./postgres-user.ts";

/** A folder of this machine and the place in the pod where it is mounted. */
export interface Mount {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the volumes of a pod below `folder`, as the kubelet does, and says where they are mounted. `claims` names the volumes that are
 * persistent. Throws for what the API server or the kubelet refuse.
 */
export function layOutVolumes(
  folder: string,
  { spec }: PodTemplate,
  objects: Objects,
  claims: readonly string[] = [],
): readonly Mount[] {
  const sources = new Map(
    spec.volumes.map((volume) => [volume.name, layOut(join(folder, volume.name), volume, objects)] as const),
  );
  for (const claim of claims) {
    const source = join(folder, claim);
    mkdirSync(source, { recursive: true });
    chownSync(source, postgresIds().user, postgresIds().group);
    sources.set(claim, source);
  }
  return spec.containers.flatMap(({ volumeMounts }) =>
    volumeMounts.map(({ name, mountPath }) => {
      const source = sources.get(name);
      if (source === undefined) throw new Error(`volumeMounts: there is no volume ${name}`);
      return { source, target: mountPath };
    }),
  );
}

function layOut(folder: string, { name, projected }: Volume, objects: Objects): string {
  mkdirSync(folder, { recursive: true });
  if (projected === undefined) {
    chmodSync(folder, 0o777);
    return folder;
  }
  // A dated folder, `..data` that points to it, and a link for each file; owned by root, with the group of the pod.
  const dated = join(folder, "..2026_01_01");
  mkdirSync(dated);
  for (const [file, text] of projectedFiles(name, projected, objects)) {
    writeFileSync(join(dated, file), text);
    chmodSync(join(dated, file), projected.defaultMode);
    chownSync(join(dated, file), 0, postgresIds().group);
    symlinkSync(join("..data", file), join(folder, file));
  }
  symlinkSync("..2026_01_01", join(folder, "..data"));
  return folder;
}

/** The files of a projected volume: the sources in order, later ones over earlier ones; a missing source only where it is optional. */
function projectedFiles(
  volume: string,
  { sources }: NonNullable<Volume["projected"]>,
  { configMaps, secrets }: Objects,
): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const { configMap, secret } of sources) {
    const wanted = configMap ?? secret;
    const found = (configMap === undefined ? secrets : configMaps).find(
      ({ metadata }) => metadata.name === wanted?.name,
    );
    if (found === undefined && wanted?.optional !== true) throw new Error(`volume ${volume}: no ${wanted?.name}`);
    const encoding = configMap === undefined ? "base64" : "utf8";
    for (const [file, text] of Object.entries(found?.data ?? {})) files.set(file, Buffer.from(text, encoding));
  }
  return files;
}
