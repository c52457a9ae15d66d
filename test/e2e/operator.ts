import type { CronJob, Objects, PodTemplate, StatefulSet } from "./objects.ts";

/*
 * What the operator, its images and Kubernetes contribute in addition to the objects that we render, from docs/reference/operator-contract.md. These are
 * the only names and paths of the harness: where the rendered objects do not agree with them, a backup fails.
 */

/** Where the Postgres image keeps data, and where it makes folders for pgBackRest (contract section 3). */
export const image = {
  volume: "/home/postgres/pgdata",
  data: "/home/postgres/pgdata/pgroot/data",
  folders: ["pgroot/data", "pgbackrest/log", "pgbackrest/spool-path"],
};

/** The host name of a pod: Kubernetes has a record for each pod of a StatefulSet below the headless Service that it names. */
export const podHost = (pod: string, service: string, namespace: string) =>
  `${pod}.${service}.${namespace}.svc.${domain}`;
export const domain = "cluster.local";

/** The first pod of the operator's own StatefulSet, whose headless Service is `<cluster>-clusterpods`. */
export const postgresHost = ({ cluster: { metadata } }: Objects) =>
  podHost(`${metadata.name}-0`, `${metadata.name}-clusterpods`, metadata.namespace);

export const repoHostHost = ({ metadata, spec }: StatefulSet) =>
  podHost(`${metadata.name}-0`, spec.serviceName, metadata.namespace);

/** The name of the volume with the database's files. */
export const pgdata = "pgdata";

/**
 * The pod of the primary. Its volume with the configuration has the same shape as that of the jobs, and where there is a repo host the
 * certificates are mounted as there (contract section 3).
 */
export function postgresPod(
  { cluster: { metadata, spec } }: Objects,
  job: CronJob,
  repoHost?: StatefulSet,
): PodTemplate {
  const certificates = repoHost === undefined ? undefined : partOf(repoHost.spec.template, "cert-secret");
  const configuration = partOf(job.spec.jobTemplate.spec.template, "pgbackrest-config");
  const parts = [configuration, ...(certificates === undefined ? [] : [certificates])];
  return {
    metadata: {
      labels: {
        application: "cpo",
        "cluster.cpo.opensource.cybertec.at/name": metadata.name,
        "member.cpo.opensource.cybertec.at/type": "postgresql",
        "member.cpo.opensource.cybertec.at/role": "master",
        team: spec.teamId,
      },
    },
    spec: {
      volumes: parts.flatMap(({ volumes }) => volumes),
      containers: [
        {
          name: "postgres",
          env: [{ name: "USE_PGBACKREST", value: "true" }],
          volumeMounts: [{ name: pgdata, mountPath: image.volume }, ...parts.flatMap(({ mounts }) => mounts)],
        },
      ],
    },
  };
}

function partOf({ spec }: PodTemplate, name: string) {
  return {
    volumes: spec.volumes.filter((volume) => volume.name === name),
    mounts: spec.containers.flatMap(({ volumeMounts }) => volumeMounts.filter((mount) => mount.name === name)),
  };
}

/** Throws where the API server would not take the StatefulSet: its pods must have the labels that it selects. */
export function admit({ spec }: StatefulSet): void {
  for (const [label, value] of Object.entries(spec.selector.matchLabels)) {
    if (spec.template.metadata.labels[label] !== value)
      throw new Error(`selector: its pods have another label ${label}`);
  }
}
