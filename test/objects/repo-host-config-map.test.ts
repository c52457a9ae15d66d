import { repoHostConfigMap } from "../../src/objects/config-maps.ts";
import { builderTable } from "./given.ts";

/* Contract 2.2. */

/** ConfigMap B with a text. */
const configMap = (text: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "demo-pgbackrest-repohost-config", namespace: "pg" },
  data: { "pgbackrest_instance.conf": text },
});

const server = `[global]
log-path = /data/pgbackrest/repo1/log
tls-server-address=*
tls-server-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
tls-server-cert-file = /etc/pgbackrest/certs/pgbackrest-repo-host.crt
tls-server-key-file = /etc/pgbackrest/certs/pgbackrest-repo-host.key
tls-server-auth = demo=*`;

const volume = `
  numberOfInstances: 1
  backup: { pgbackrest: { image: example/pgbackrest:18, repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi } }] } }
`;

/** ConfigMap B of that, with the host name of the Postgres pod. */
const withHost = (host: string) =>
  configMap(`${server}
repo1-path = /data/pgbackrest/repo1
[db]
pg1-host = ${host}
pg1-host-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
pg1-host-cert-file = /etc/pgbackrest/certs/pgbackrest-repo-host.crt
pg1-host-key-file = /etc/pgbackrest/certs/pgbackrest-repo-host.key
pg1-host-type = tls
pg1-path = /home/postgres/pgdata/pgroot/data`);

builderTable(repoHostConfigMap, [
  ...(["0.8.3", "0.9.0"] as const).map((release) => ({
    when: `release ${release}: Postgres pods by the main Service`,
    release,
    spec: volume,
    makes: [withHost("demo-0.demo.pg.svc.cluster.local")],
  })),
  ...(["0.9.1", "0.9.2"] as const).map((release) => ({
    when: `release ${release}: Postgres pods by their own Service`,
    release,
    spec: volume,
    makes: [withHost("demo-0.demo-clusterpods.pg.svc.cluster.local")],
  })),
  {
    when: "object storage alone: no repo host, no configuration of one",
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos: [{ name: repo1, storage: s3, resource: bucket, endpoint: s3.example.com, region: eu }]
    `,
    makes: [],
  },
  {
    when: "a repository on a volume: its path, the options of `global` in the stanza, every Postgres pod",
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          global: { repo1-retention-full: "7", repo1-retention-full-type: count }
          repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi } }]
    `,
    makes: [
      configMap(`${server}
repo1-path = /data/pgbackrest/repo1
[db]
repo1-retention-full = 7
repo1-retention-full-type = count
pg1-host = demo-0.demo-clusterpods.pg.svc.cluster.local
pg1-host-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
pg1-host-cert-file = /etc/pgbackrest/certs/pgbackrest-repo-host.crt
pg1-host-key-file = /etc/pgbackrest/certs/pgbackrest-repo-host.key
pg1-host-type = tls
pg1-path = /home/postgres/pgdata/pgroot/data
pg2-host = demo-1.demo-clusterpods.pg.svc.cluster.local
pg2-host-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
pg2-host-cert-file = /etc/pgbackrest/certs/pgbackrest-repo-host.crt
pg2-host-key-file = /etc/pgbackrest/certs/pgbackrest-repo-host.key
pg2-host-type = tls
pg2-path = /home/postgres/pgdata/pgroot/data`),
    ],
  },
  {
    when: "volumes among object stores, encryption, another domain: paths by place, two more lines and a line break at the end",
    settings: { cluster_domain: "example.org" },
    spec: `
      numberOfInstances: 1
      tde: { enable: true }
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos:
            - { name: repo1, storage: s3, resource: bucket, endpoint: s3.example.com, region: eu }
            - { name: repo4, storage: pvc, volume: { size: 10Gi } }
            - { name: repo2, storage: pvc, volume: { size: 10Gi } }
    `,
    makes: [
      configMap(`${server}
repo2-path = /data/pgbackrest/repo2
repo3-path = /data/pgbackrest/repo3
[db]
pg1-host = demo-0.demo-clusterpods.pg.svc.example.org
pg1-host-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
pg1-host-cert-file = /etc/pgbackrest/certs/pgbackrest-repo-host.crt
pg1-host-key-file = /etc/pgbackrest/certs/pgbackrest-repo-host.key
pg1-host-type = tls
pg1-path = /home/postgres/pgdata/pgroot/data
pg-version-force=17
archive-header-check=n
`),
    ],
  },
  {
    when: "no instances and no options: the stanza is empty",
    spec: `
      numberOfInstances: 0
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi } }]
    `,
    makes: [
      configMap(`${server}
repo1-path = /data/pgbackrest/repo1
[db]`),
    ],
  },
]);
