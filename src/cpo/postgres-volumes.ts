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
  const secret = (name: string, mountPath: string, field: string): Additional => ({
    volume: { name, sources: ["secret"], path: ["spec", "tls", field] },
    mountPath,
    subPath: "",
    targets: [],
  });
  const own = (name: string, mountPath: string, targets: readonly string[]): Additional => ({
    volume: { name, sources: ["projected"] },
    mountPath,
    subPath: "",
    targets,
  });
  const pods = ["postgres", "pgbackrest-restore"];
  return [
    ...given.map(({ name, mountPath, subPath = "", targetContainers = [], volumeSource }, index) => ({
      volume: { name, sources: Object.keys(volumeSource), path: ["spec", "additionalVolumes", index] },
      mountPath,
      subPath,
      targets: targetContainers,
    })),
    ...(tls?.secretName ? [secret(tls.secretName, "/tls", "secretName")] : []),
    ...(tls?.secretName && tls.caFile && tls.caSecretName ? [secret(tls.caSecretName, "/tlsca", "caSecretName")] : []),
    own("pgbackrest-config", "/etc/pgbackrest/conf.d", pods),
    ...(backup?.pgbackrest?.repos?.some(({ storage }) => storage === "pvc")
      ? [own("cert-secret", "/etc/pgbackrest/certs", pods)]
      : []),
    ...(clone?.pgbackrest ? [own("pgbackrest-clone", "/etc/pgbackrest/clone-conf.d", [])] : []),
    ...(clone?.pgbackrest?.repo?.storage === "pvc"
      ? [own("pgbackrest-clone-certs", "/etc/pgbackrest/clone-certs", [])]
      : []),
    ...(monitor?.customQueries
      ? [own("custom-queries-vol", "/postgres_exporter/custom_queries", ["postgres-exporter"])]
      : []),
  ];
}

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
  const mountsOf = (container: string): readonly Mount[] =>
    mounted.flatMap(({ volume: { name, path }, mountPath, subPath, targets }) =>
      targets
        .filter((target) => target === container || target === "all")
        .map(() => ({ name, mountPath, subPath, ...(path && { path }) })),
    );
  return { volumes, mountsOf };
}
