import { cloneConfigMap } from "../../src/objects/config-maps.ts";
import { builderTable } from "./given.ts";

/* Contract 2.7. */

/** ConfigMap F with the lines of `[global]`. */
const configMap = (...lines: readonly string[]) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "demo-pgbackrest-clone-config", namespace: "pg" },
  data: {
    "pgbackrest_clone.conf": [
      "\n[db]",
      "pg1-path = /home/postgres/pgdata/pgroot/data\n",
      "pg1-port = 5432\n",
      "pg1-socket-path = /var/run/postgresql/\n",
      "[global]",
      ...lines.map((line) => `${line}\n`),
    ].join("\n"),
  },
});

const log = "log-path = /home/postgres/pgdata/pgbackrest/log";
const spool = "spool-path = /home/postgres/pgdata/pgbackrest/spool-path";

builderTable(cloneConfigMap, [
  { when: "no clone: nothing", spec: "backup: { pgbackrest: { image: a, repos: null } }", makes: [] },
  {
    when: "a clone that does not use pgBackRest: nothing",
    spec: "clone: { cluster: parent, s3_wal_path: /a }",
    makes: [],
  },
  {
    when: "the source's repo host, in the namespace of the new cluster; keys are sorted",
    spec: "clone: { cluster: parent, pgbackrest: { options: { tcp-keep-alive: n, compress-type: lz4 }, repo: { storage: pvc } } }",
    makes: [
      configMap(
        "compress-type = lz4",
        log,
        "repo1-host = parent-pgbackrest-repo-host-0.parent-clusterpods.pg.svc.cluster.local",
        "repo1-host-ca-file = /etc/pgbackrest/clone-certs/pgbackrest.ca-roots",
        "repo1-host-cert-file = /etc/pgbackrest/clone-certs/pgbackrest-client.crt",
        "repo1-host-key-file = /etc/pgbackrest/clone-certs/pgbackrest-client.key",
        "repo1-host-type = tls",
        "repo1-host-user = postgres",
        spool,
        "tcp-keep-alive = n",
      ),
    ],
  },
  {
    when: "S3: the repository's fields go before options of the same name, and options before the paths",
    spec: `
      clone:
        cluster: parent
        pgbackrest:
          options: { repo1-s3-bucket: ignored, repo1-path: /parent, log-path: /logs }
          repo: { storage: s3, resource: bucket, endpoint: s3.example.com, region: eu }
    `,
    makes: [
      configMap(
        "log-path = /logs",
        "repo1-path = /parent",
        "repo1-s3-bucket = bucket",
        "repo1-s3-endpoint = s3.example.com",
        "repo1-s3-region = eu",
        "repo1-type = s3",
        spool,
      ),
    ],
  },
  {
    when: "GCS: the key is looked for among the files of the new cluster's own Secret",
    spec: "clone: { cluster: parent, pgbackrest: { repo: { storage: gcs, resource: bucket, key: gcs.json, keyType: service } } }",
    makes: [
      configMap(
        log,
        "repo1-gcs-bucket = bucket",
        "repo1-gcs-key = /etc/pgbackrest/conf.d/gcs.json",
        "repo1-gcs-key-type = service",
        "repo1-type = gcs",
        spool,
      ),
    ],
  },
  {
    when: "Azure, with a field missing: its line all the same",
    spec: "clone: { cluster: parent, pgbackrest: { repo: { storage: azure, resource: container, account: store, key: a2V5 } } }",
    makes: [
      configMap(
        log,
        "repo1-azure-account = store",
        "repo1-azure-container = container",
        "repo1-azure-endpoint = ",
        "repo1-azure-key = a2V5",
        "repo1-type = azure",
        spool,
      ),
    ],
  },
  {
    when: "no repository: the paths alone",
    spec: "clone: { cluster: parent, pgbackrest: {} }",
    makes: [configMap(log, spool)],
  },
]);
