import { instanceConfigMap } from "../../src/objects/config-maps.ts";
import { builderTable } from "./given.ts";

/* Contract 2.1. */

const stanza = `[db]
pg1-path = /home/postgres/pgdata/pgroot/data
pg1-port = 5432
pg1-socket-path = /var/run/postgresql/`;
const paths = `[global]
log-path = /home/postgres/pgdata/pgbackrest/log
spool-path = /home/postgres/pgdata/pgbackrest/spool-path`;

/** ConfigMap A with a text; it has no line break at its end. */
const configMap = (text: string, namespace: { readonly namespace?: string } = { namespace: "pg" }) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "demo-pgbackrest-config", ...namespace },
  data: { "pgbackrest_instance.conf": text },
});

builderTable(instanceConfigMap, [
  {
    when: "a repository on a volume: the host that serves it, and the options of `global` as they stand",
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          global: { repo1-retention-full: "7", repo1-retention-full-type: count }
          repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi } }]
    `,
    makes: [
      configMap(`${stanza}

${paths}
repo1-retention-full = 7
repo1-retention-full-type = count
tls-server-address=*
tls-server-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
tls-server-cert-file = /etc/pgbackrest/certs/pgbackrest-client.crt
tls-server-key-file = /etc/pgbackrest/certs/pgbackrest-client.key
tls-server-auth = demo=*
repo1-host = demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.cluster.local
repo1-host-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
repo1-host-cert-file = /etc/pgbackrest/certs/pgbackrest-client.crt
repo1-host-key-file = /etc/pgbackrest/certs/pgbackrest-client.key
repo1-host-type = tls
repo1-host-user = postgres`),
    ],
  },
  {
    when: "every kind of object store, by the numbers in their names",
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos:
            - { name: repo3, storage: s3, resource: bucket, endpoint: s3.example.com, region: eu }
            - { name: repo1, storage: gcs, resource: bucket, key: gcs.json, keyType: service }
            - { name: repo2, storage: azure, resource: container, endpoint: azure.example.com, account: store, key: a2V5 }
    `,
    makes: [
      configMap(`${stanza}

${paths}
repo3-s3-bucket = bucket
repo3-s3-endpoint = s3.example.com
repo3-s3-region = eu
repo3-type = s3
repo1-gcs-bucket = bucket
repo1-gcs-key = /etc/pgbackrest/conf.d/gcs.json
repo1-gcs-key-type = service
repo1-type = gcs
repo2-azure-container = container
repo2-azure-endpoint = azure.example.com
repo2-azure-key = a2V5
repo2-azure-account = store
repo2-type = azure`),
    ],
  },
  {
    when: "fields that are missing: their lines all the same",
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos: [{ name: repo1, storage: s3 }, { name: repo2, storage: gcs }, { name: repo3, storage: azure }]
    `,
    makes: [
      configMap(
        [
          stanza,
          "",
          paths,
          "repo1-s3-bucket = ",
          "repo1-s3-endpoint = ",
          "repo1-s3-region = ",
          "repo1-type = s3",
          "repo2-gcs-bucket = ",
          "repo2-gcs-key = /etc/pgbackrest/conf.d/",
          "repo2-gcs-key-type = ",
          "repo2-type = gcs",
          "repo3-azure-container = ",
          "repo3-azure-endpoint = ",
          "repo3-azure-key = ",
          "repo3-azure-account = ",
          "repo3-type = azure",
        ].join("\n"),
      ),
    ],
  },
  {
    when: "a repository on a volume behind another, with another domain: its host has the number of its place, not of its name",
    settings: { cluster_domain: "example.org" },
    spec: `
      backup:
        pgbackrest:
          image: example/pgbackrest:18
          repos:
            - { name: repo1, storage: s3, resource: bucket, endpoint: s3.example.com, region: eu }
            - { name: repo4, storage: pvc, volume: { size: 10Gi } }
    `,
    makes: [
      configMap(`${stanza}

${paths}
repo1-s3-bucket = bucket
repo1-s3-endpoint = s3.example.com
repo1-s3-region = eu
repo1-type = s3
tls-server-address=*
tls-server-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
tls-server-cert-file = /etc/pgbackrest/certs/pgbackrest-client.crt
tls-server-key-file = /etc/pgbackrest/certs/pgbackrest-client.key
tls-server-auth = demo=*
repo2-host = demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.example.org
repo2-host-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
repo2-host-cert-file = /etc/pgbackrest/certs/pgbackrest-client.crt
repo2-host-key-file = /etc/pgbackrest/certs/pgbackrest-client.key
repo2-host-type = tls
repo2-host-user = postgres`),
    ],
  },
  {
    when: "an encrypted cluster: two more lines of the stanza",
    spec: `
      tde: { enable: true }
      backup: { pgbackrest: { image: example/pgbackrest:18, repos: null } }
    `,
    makes: [
      configMap(`${stanza}
pg-version-force=17
archive-header-check=n

${paths}`),
    ],
  },
  {
    when: "encryption that is off, and no repositories: the paths alone",
    spec: `
      tde: { enable: false }
      backup: { pgbackrest: { image: example/pgbackrest:18, repos: null } }
    `,
    makes: [
      configMap(`${stanza}

${paths}`),
    ],
  },
  {
    when: "a resource without a namespace: none in the object, and in host names the one that is told otherwise",
    metadata: { namespace: "" },
    spec: `
      backup: { pgbackrest: { image: example/pgbackrest:18, repos: [{ name: repo1, storage: pvc, volume: { size: 10Gi } }] } }
    `,
    makes: [
      configMap(
        `${stanza}

${paths}
tls-server-address=*
tls-server-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
tls-server-cert-file = /etc/pgbackrest/certs/pgbackrest-client.crt
tls-server-key-file = /etc/pgbackrest/certs/pgbackrest-client.key
tls-server-auth = demo=*
repo1-host = demo-pgbackrest-repo-host-0.demo-clusterpods.elsewhere.svc.cluster.local
repo1-host-ca-file = /etc/pgbackrest/certs/pgbackrest.ca-roots
repo1-host-cert-file = /etc/pgbackrest/certs/pgbackrest-client.crt
repo1-host-key-file = /etc/pgbackrest/certs/pgbackrest-client.key
repo1-host-type = tls
repo1-host-user = postgres`,
        {},
      ),
    ],
  },
]);
