import type { V1StatefulSet } from "@kubernetes/client-node";
import type { Postgresql } from "../../../src/cpo/postgresql.ts";

/*
 * The one object that these tests write themselves: the StatefulSet of the database, which the operator makes and the function does not.
 * It holds what contract 3 says of it, and of the image what contract 3 says must agree with the ConfigMaps: where the database lives.
 */

/** The database's StatefulSet, as far as backups see it. The role label is Patroni's, on the only instance. */
export function postgresStatefulSet({ metadata, spec }: Postgresql): V1StatefulSet {
  const { name, namespace } = metadata;
  const backup = spec.backup?.pgbackrest;
  const onVolume = backup?.repos?.some(({ storage }) => storage === "pvc") ?? false;
  const secret = backup?.configuration?.secret;
  const labels = {
    application: "cpo",
    "cluster.cpo.opensource.cybertec.at/name": name,
    "member.cpo.opensource.cybertec.at/type": "postgresql",
  };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: {
      replicas: spec.numberOfInstances,
      serviceName: `${name}-clusterpods`,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, team: spec.teamId, "member.cpo.opensource.cybertec.at/role": "master" } },
        spec: {
          containers: [
            {
              name: "postgres",
              env: [
                { name: "PGVERSION", value: spec.postgresql.version },
                { name: "USE_PGBACKREST", value: "true" },
                ...(onVolume
                  ? [
                      { name: "COMMAND", value: "repo-host" },
                      { name: "REPO_HOST", value: "true" },
                    ]
                  : []),
              ],
              volumeMounts: [
                { name: "pgdata", mountPath: "/home/postgres/pgdata" },
                { name: "pgbackrest-config", mountPath: "/etc/pgbackrest/conf.d" },
                ...(onVolume ? [{ name: "cert-secret", mountPath: "/etc/pgbackrest/certs" }] : []),
              ],
            },
          ],
          volumes: [
            {
              name: "pgbackrest-config",
              projected: {
                defaultMode: 0o640,
                sources: [
                  { configMap: { name: `${name}-pgbackrest-config`, optional: true } },
                  ...(secret ? [{ secret: { name: secret, optional: true } }] : []),
                ],
              },
            },
            ...(onVolume
              ? [
                  {
                    name: "cert-secret",
                    projected: {
                      defaultMode: 0o640,
                      sources: [{ secret: { name: `${name}-pgbackrest-cert`, optional: true } }],
                    },
                  },
                ]
              : []),
          ],
        },
      },
      volumeClaimTemplates: [{ metadata: { name: "pgdata" }, spec: {} }],
    },
  };
}
