import { releasesOfPostgresImage } from "../../configuration/running-releases.ts";
import { releasesOfImage } from "../../pgbackrest/releases.ts";
import type { ClusterRule } from "../rule.ts";

export const releaseMismatch = {
  id: "release-mismatch",
  severity: "error",
  title: "Different pgBackRest releases in Postgres pods and repo host",
  why: "The two talk over pgBackRest's own protocol, which works only between equal releases; otherwise archiving and backups fail with a ProtocolError.",
  source: "pgbackrest-e2e section 7, item 12",
  bad: {
    postgresql: `
      spec:
        dockerImage: example/postgres-pgbackrest:2.58.0
        backup:
          pgbackrest:
            image: example/pgbackrest:2.59.1
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
  },
  good: {
    postgresql: `
      spec:
        dockerImage: example/postgres-pgbackrest:2.59.1
        backup:
          pgbackrest:
            image: example/pgbackrest:2.59.1
            repos:
            - name: repo1
              storage: pvc
              volume:
                size: 10Gi
              schedule:
                full: 30 2 * * *
    `,
  },
  appliesTo: "pvc",
  *checkCluster({ cluster, settings, release }) {
    // Whoever states the release says that it is the same everywhere.
    if (release !== undefined) return;
    const { dockerImage } = cluster.resource.spec;
    const ofPostgres = releasesOfPostgresImage(cluster, { settings });
    const ofBackup = releasesOfImage(cluster.image);
    if (ofPostgres === undefined || ofBackup === undefined || ofPostgres.some((known) => ofBackup.includes(known)))
      return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "backup", "pgbackrest", "image"] },
      ...(dockerImage !== undefined && {
        also: [{ in: "field", object: cluster.object, path: ["spec", "dockerImage"] }],
      }),
      problem: `The repo host's image has pgBackRest ${ofBackup.join(" or ")} and the Postgres image ${ofPostgres.join(" or ")}, and different releases do not understand each other.`,
      fix: "Use images with the same release; if their tags are misleading, set `spec.pgbackrestRelease` in the functionConfig.",
    };
  },
} as const satisfies ClusterRule;
