import type { Path } from "../findings/finding.ts";
import type { Postgresql } from "./postgresql.ts";
import type { Settings } from "./settings.ts";

/* The volumes of the Postgres pods and where they are mounted, as src/cpo/postgres-pod.ts says it. */

export type Spec = Postgresql["spec"];

export const dataPath = "/home/postgres/pgdata";

export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath: string;
  /** Its place in the CR; absent for the operator's own. */
  readonly path?: Path;
}

export interface Volume {
  readonly name: string;
  /** The kinds of its source. */
  readonly sources: readonly string[];
  readonly path?: Path;
}

interface Additional {
  readonly volume: Volume;
  readonly mountPath: string;
  readonly subPath: string;
  readonly targets: readonly string[];
}

/** Volumes that settings add. That of shared memory is left out: nothing in the input says for sure whether it is there. */
export function ownVolumes({ monitor }: Spec, settings: Settings) {
  const { containerReadonlyRootFilesystem: isReadOnly, additionalSecretMount, additionalSecretMountPath } = settings;
  const only = (wanted: string) => (name: string, isInit: boolean) => name === wanted && !isInit;
  const inAll = (_: string, isInit: boolean) => !isInit;
  return [
    ...(isReadOnly
      ? [
          { name: "postgres-run", mountPath: "/run", isIn: only("postgres") },
          {
            name: "postgres-tmp",
            mountPath: "/tmp",
            isIn: (name: string, isInit: boolean) => name === (isInit ? "pgbackrest-restore" : "postgres"),
          },
          ...(monitor ? [{ name: "exporter-tmp", mountPath: "/tmp", isIn: only("postgres-exporter") }] : []),
        ]
      : []),
    ...(settings.sharePgsocketWithSidecars
      ? [{ name: "postgresql-run", mountPath: "/var/run/postgresql", isIn: inAll }]
      : []),
    ...(additionalSecretMount === ""
      ? []
      : [{ name: additionalSecretMount, mountPath: additionalSecretMountPath, isIn: inAll }]),
  ];
}

/** Those of the CR, of TLS, and of pgBackRest, in the operator's order. */
export function additionalVolumes(spec: Spec): readonly Additional[] {
  const { additionalVolumes: given = [], tls, backup, clone, monitor } = spec;
  const volumes = given.map(
    ({ name, mountPath, subPath = "", targetContainers = [], volumeSource }, index): Additional => ({
      volume: { name, sources: Object.keys(volumeSource), path: ["spec", "additionalVolumes", index] },
      mountPath,
      subPath,
      targets: targetContainers,
    }),
  );
  if (tls?.secretName) volumes.push(tlsVolume(tls.secretName, "/tls", "secretName"));
  if (tls?.secretName && tls.caFile && tls.caSecretName)
    volumes.push(tlsVolume(tls.caSecretName, "/tlsca", "caSecretName"));
  volumes.push(projected.configuration);
  if (backup?.pgbackrest?.repos?.some(({ storage }) => storage === "pvc")) volumes.push(projected.certificates);
  if (clone?.pgbackrest) volumes.push(projected.clone);
  if (clone?.pgbackrest?.repo?.storage === "pvc") volumes.push(projected.cloneCertificates);
  if (monitor?.customQueries) volumes.push(projected.queries);
  return volumes;
}

const tlsVolume = (name: string, mountPath: string, field: string): Additional => ({
  volume: { name, sources: ["secret"], path: ["spec", "tls", field] },
  mountPath,
  subPath: "",
  targets: [],
});

const projectedVolume = (name: string, mountPath: string, targets: readonly string[]): Additional => ({
  volume: { name, sources: ["projected"] },
  mountPath,
  subPath: "",
  targets,
});

const pods = ["postgres", "pgbackrest-restore"];

/** Those that are the same for every cluster that has them. */
const projected = {
  configuration: projectedVolume("pgbackrest-config", "/etc/pgbackrest/conf.d", pods),
  certificates: projectedVolume("cert-secret", "/etc/pgbackrest/certs", pods),
  clone: projectedVolume("pgbackrest-clone", "/etc/pgbackrest/clone-conf.d", []),
  cloneCertificates: projectedVolume("pgbackrest-clone-certs", "/etc/pgbackrest/clone-certs", []),
  queries: projectedVolume("custom-queries-vol", "/postgres_exporter/custom_queries", ["postgres-exporter"]),
};

/**
 * Adds additional volumes as the operator does: one at a path that an earlier one has, or at the data, is left out, and so are its mounts, unless it
 * names its containers.
 */
export function withAdditional(additional: readonly Additional[]) {
  const taken = new Set<string>();
  const volumes: Volume[] = [];
  const mounted = additional.map((each): Additional => {
    if (taken.has(each.mountPath) || each.mountPath === dataPath) return each;
    taken.add(each.mountPath);
    volumes.push(each.volume);
    return each.targets.length === 0 ? { ...each, targets: ["postgres"] } : each;
  });
  const mountsOf = (container: string): readonly Mount[] => {
    const mounts: Mount[] = [];
    for (const { volume, mountPath, subPath, targets } of mounted)
      for (const target of targets)
        if (target === container || target === "all")
          mounts.push({ name: volume.name, mountPath, subPath, ...(volume.path && { path: volume.path }) });
    return mounts;
  };
  return { volumes, mountsOf };
}
