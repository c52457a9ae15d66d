import type { Example } from "../../src/checks/rule.ts";

/** A situation in words, and the changes to the example cluster that make it (see scripts/rule-example.ts). */
export type Situation = readonly [when: string, example: Example];

/** The list for `pg_hba.conf`, and more of `spec`, in YAML's flow form. */
const pgHba = (lines: readonly string[], more = "") => ({
  postgresql: `spec: {patroni: {pg_hba: ${JSON.stringify(lines)}}${more}}`,
});
/** `global` of the example cluster with these options, in YAML's flow form. */
const global = (options: string) => ({ postgresql: `spec: {backup: {pgbackrest: {global: {${options}}}}}` });
const keys = "repo1-s3-key = x\nrepo1-s3-key-secret = x";
/** A file `s3.conf` with credentials and these lines below `[global]`. */
const conf = (lines: string) => ({ "s3.conf": `[global]\n${keys}\n${lines}` });
const repos = (list: string, more = "") => ({ postgresql: `spec: {backup: {pgbackrest: {repos: [${list}]${more}}}}` });
const s3 = (more: string, number = 1) =>
  `{name: repo${number}, storage: s3, resource: backups${number === 1 ? "" : number}, endpoint: s3.example.com, region: eu, ${more}}`;
const location = (fields: string) => `{name: repo1, storage: s3, region: eu, schedule: {full: 30 2 * * *}, ${fields}}`;
/** Two clusters with one bucket and path, each with its own location. */
const twoPlaces = (first: string, second: string) => {
  const repositories = (fields: string) =>
    `spec: {backup: {pgbackrest: {repos: [${location(`resource: backups, ${fields}`).replace("region: eu, ", "")}]}}}`;
  return { postgresql: repositories(first), other: repositories(second) };
};
/** Two clusters with one bucket, each with its own name for the host, and with other changes to the second one. */
const twoHosts = (first: string, second: string, more = "") => {
  const cluster = (endpoint: string) =>
    `spec: {backup: {pgbackrest: {global: {repo1-path: /demo, repo1-s3-uri-style: path}, repos: [${location(`resource: backups, endpoint: '${endpoint}'`)}]}}}`;
  return { postgresql: cluster(first), other: `${cluster(second)}\n${more}` };
};
const policy = (demands: string) => ({ functionConfig: `spec: {policy: ${demands}}` });
const pvc = "{name: repo1, storage: pvc, volume: {size: 10Gi}, schedule: {full: 30 2 * * *}}";
const gcs = (more: string) => `{name: repo1, storage: gcs, resource: backups, schedule: {full: 30 2 * * *}, ${more}}`;
const azure = (more: string) =>
  `{name: repo1, storage: azure, resource: backups, endpoint: blob.core.windows.net, account: demo, schedule: {full: 30 2 * * *}, ${more}}`;
const account =
  '{"type":"service_account","client_email":"a@example.iam","private_key":"x","token_uri":"https://oauth2.googleapis.com/token"}';
const restore = (block: string, instances = 1) => ({
  postgresql: `spec: {numberOfInstances: ${instances}, backup: {pgbackrest: {restore: {${block}}}}}`,
});
const clone = (more: string, repo = "storage: s3, resource: backups, endpoint: s3.example.com, region: eu") => ({
  postgresql: `spec: {clone: {cluster: parent, pgbackrest: {repo: {${repo}}, ${more}}}}`,
});
const image = (name: string) => ({ postgresql: `spec: {backup: {pgbackrest: {image: '${name}'}}}` });
const azureWith = (global: string) => repos(azure("region: ''"), `, global: {repo1-retention-full: '7', ${global}}`);
const cloneFromAzure = "storage: azure, resource: backups, endpoint: blob.core.windows.net, account: demo";
const parameters = (list: string, instances = 2) => ({
  postgresql: `spec: {numberOfInstances: ${instances}, postgresql: {version: "17", parameters: {${list}}}}`,
});
const jobs = (settings: string) => ({ functionConfig: `spec: {jobs: {${settings}}}` });
const release = (version: string) => ({ functionConfig: `spec: {pgbackrestRelease: ${version}}` });

/** The cluster with another name for its Secret. */
const secret = (name: string, called = "demo-s3") => ({
  postgresql: `spec: {backup: {pgbackrest: {configuration: {secret: ${name}}}}}`,
  ...(called !== "demo-s3" && {
    resource: `{apiVersion: v1, kind: Secret, metadata: {name: ${called}, namespace: pg}, stringData: {a.conf: "[global]\\n${keys.replace("\n", "\\n")}"}}`,
  }),
});

/** With an OperatorConfiguration of this content. */
const operator = (configuration: string) => ({
  resource: `{apiVersion: cpo.opensource.cybertec.at/v1, kind: OperatorConfiguration, metadata: {name: cpo, namespace: cpo}, configuration: {kubernetes_use_configmaps: true, ${configuration}}}`,
});
/** With the operator's ConfigMap of this content. */
const operatorMap = (data: string) => ({
  resource: `{apiVersion: v1, kind: ConfigMap, metadata: {name: postgres-operator, namespace: cpo}, data: {pod_service_account_name: postgres-pod, cluster_name_label: cluster-name, kubernetes_use_configmaps: "true", ${data}}}`,
});
const deployment =
  "{apiVersion: apps/v1, kind: Deployment, metadata: {name: postgres-operator, namespace: cpo}, spec: {template: {spec: {containers: [{name: operator, image: 'registry.example.com/cybertecpostgresql/cybertec-pg-operator:v0.9.2-1'}]}}}}";
const helmRelease =
  "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: cpo, namespace: cpo}, spec: {chart: {spec: {chart: cybertec-pg-operator}}}}";
const application =
  "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: cpo, namespace: argocd}, spec: {source: {repoURL: 'https://github.com/cybertec-postgresql/CYBERTEC-operator-tutorials.git', path: setup/helm/operator}}}";
const installed = (resource: string) => ({ resource });
const leftToOperator = { functionConfig: "spec: {repoHost: operator}" };
const waved = (annotations: string) => ({
  postgresql: `{metadata: {annotations: {${annotations}}}, spec: {backup: {pgbackrest: {repos: [${pvc}]}}}}`,
});
/** An object that an earlier run wrote to a file of a kpt package. */
const packaged = (kind: string, name: string) => ({
  resource: `{apiVersion: ${kind === "ConfigMap" ? "v1" : "apps/v1"}, kind: ${kind}, metadata: {name: demo-pgbackrest-${name}, namespace: pg, labels: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner: demo}, annotations: {config.kubernetes.io/path: demo-pgbackrest.yaml}}}`,
});

/** Unusual, but right: nothing is reported. */
export const healthy: readonly Situation[] = [
  ["a later step fills in a schedule", repos(s3("schedule: {full: '{{ .full }}', incr: '{{ .minute }} 2 * * 1'}"))],
  ["the operator is installed together with a cluster in S3", installed(deployment)],
  [
    "the operator is installed together with a cluster whose repo host is left to it",
    { ...repos(pvc), ...leftToOperator, ...installed(deployment) },
  ],
  [
    "so it is by the annotation of the cluster",
    {
      ...waved("expand-pgbackrest.fn.cpo.opensource.cybertec.at/repo-host: operator"),
      ...installed(deployment),
    },
  ],
  [
    "the operator is installed in a wave of Argo CD before that of all others",
    {
      ...repos(pvc),
      ...installed(
        deployment.replace("namespace: cpo}", "namespace: cpo, annotations: {argocd.argoproj.io/sync-wave: '-1'}}"),
      ),
    },
  ],
  [
    "the operator is installed in an earlier wave of Argo CD",
    { ...waved("argocd.argoproj.io/sync-wave: '1'"), ...installed(deployment) },
  ],
  [
    "something else is deployed together with a cluster that has a volume",
    { ...repos(pvc), ...installed(deployment.replace("cybertec-pg-operator", "cybertec-pg-container")) },
  ],
  [
    "the certificates are in the input, too",
    {
      ...repos(pvc),
      resource: `{apiVersion: v1, kind: List, items: [${deployment}, {apiVersion: v1, kind: Secret, metadata: {name: demo-pgbackrest-cert, namespace: pg}}]}`,
    },
  ],
  ["a cluster in S3 has objects of an earlier run", packaged("ConfigMap", "config")],
  [
    "a cluster gets its first volume, which is left to the operator",
    { ...repos(pvc), ...leftToOperator, ...packaged("ConfigMap", "config") },
  ],
  [
    "what may be null is null, and so is what the schema does not look into",
    {
      postgresql:
        "spec: {sidecars: [{name: a, image: a, env: null, ports: null}], initContainers: [{name: b, image: b, command: null}]}",
    },
  ],
  [
    "sidecars, volumes and certificates of all kinds",
    {
      postgresql:
        "spec: {monitor: {image: exporter:1}, dockerImage: example/postgres:17, sidecars: [{image: a, volumeMounts: [{name: v, mountPath: /v}, {name: dshm, mountPath: /dev/shm}]}], additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}], tls: {secretName: my-tls, caFile: ca.crt, caSecretName: my-ca}, resources: {limits: {cpu: 50m}}}",
    },
  ],
  [
    "a volume's name is filled in later, and a sidecar mounts it",
    {
      postgresql:
        "spec: {sidecars: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /v}]}], additionalVolumes: [{name: '{{ .volume }}', mountPath: /w, volumeSource: {emptyDir: {}}}]}",
    },
  ],
  [
    "the operator's configuration has a section kubernetes, and its defaults",
    operator("kubernetes: {cluster_domain: cluster.local}"),
  ],
  ["the operator's ConfigMap leaves all names to their defaults", operatorMap("resync_period: 30m")],
  [
    "deadlines of CronJobs are as short as they may be",
    jobs("startingDeadlineSeconds: 10, activeDeadlineSeconds: 600"),
  ],
  [
    "few Jobs are kept, and not for long",
    jobs("successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 1, ttlSecondsAfterFinished: 60"),
  ],
  ["a failed backup is not retried", jobs("backoffLimit: 0, suspend: false")],
  ["a schedule is in a zone whose clock never changes", jobs("timeZone: Asia/Tokyo")],
  ["a value contains # and =", conf("repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = a#b=c d")],
  ["a path contains a blank", global("repo1-path: '/with blank'")],
  ["a path ends in a slash", global("repo1-path: /demo/repo1/")],
  ["the Secret has a section for the stanza", { "s3.conf": `[db]\n${keys}` }],
  ["a section is for one command of the stanza", conf("[db:archive-push]\nprocess-max = 4")],
  ["a section is for one command", conf("[global:backup]\nprocess-max = 4")],
  [
    "sections for single commands repeat what counts for all",
    conf(
      "[global:backup]\nrepo1-path = /demo/\nrepo1-s3-bucket = backups\nrepo1-s3-endpoint = S3.example.com\n[db:restore]\nrepo1-storage-port = 0443\n[db:backup]\npg1-port = 5432\npg1-socket-path = /var/run/postgresql",
    ),
  ],
  [
    "sections tune single commands",
    conf(
      "[global:backup]\nrepo1-storage-upload-chunk-size = 8MiB\nprotocol-timeout = 3600\ncompress-level = 3\n[global:restore]\nlog-level-console = detail\nprocess-max = 8",
    ),
  ],
  ["a section is for a command that people run by hand", conf("[global:repo-ls]\nrepo1-path = /other")],
  [
    "a later step fills in a path for one command, which may become the same",
    conf(
      "[global:backup]\nrepo1-path = /{{ .path }}\nrepo1-s3-bucket = {{ .bucket }}\nrepo1-storage-port = 443\n[db:backup]\npg1-port = {{ .port }}\nrepo1-s3-endpoint = ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]",
    ),
  ],
  [
    "a section repeats the cipher of a repository on a volume",
    {
      ...repos(pvc, ", global: {repo1-retention-full: '7', repo1-cipher-type: aes-256-cbc}"),
      "pvc.conf": "[db]\nrepo1-cipher-pass = x\n[db:archive-get]\nrepo1-cipher-pass = x\nrepo1-host-port = 8432",
    },
  ],
  [
    "everything is in the Secret",
    { ...global("repo1-retention-full: null"), ...conf("repo1-retention-full = 7\nstart-fast = y") },
  ],
  [
    "there are several files",
    { "a.conf": "[global]\nrepo1-s3-key = x", ".b.conf": "[global]\nrepo1-s3-key-secret = x", "..conf": "# empty" },
  ],
  [
    "a clone's endpoint is a Service, and the bucket is not in the host name",
    clone(
      "configuration: {secret: parent}, options: {repo1-s3-uri-style: path}",
      "storage: s3, resource: backups, endpoint: minio.pg.svc, region: eu",
    ),
  ],
  ["Flux fills in the place", repos(location(`resource: '\${BUCKET}', endpoint: '\${ENDPOINT}'`))],
  ["Argo CD Vault Plugin fills in a part of a value", conf("repo1-s3-kms-key-id = arn:<path:kv/data/x#name>")],
  ["a template fills in lines", conf("{{- range .options }}\n{{ . }}\n{{- end }}")],
  ["a placeholder stands in the place of an option", conf(`\${NAME}-x = y`)],
  ["a later step fills in a file", { "s3.conf": "<path:kv/data/postgres#s3conf>" }],
  ["Flux fills in a file", { "s3.conf": `\${S3_CONF}\n` }],
  ["a template fills in a file", { "s3.conf": "{{ .s3conf }}" }],
  [
    "bank-vaults fills in the values",
    { "s3.conf": "[global]\nrepo1-s3-key = vault:secret/x#a\nrepo1-s3-key-secret = vault:secret/x#b" },
  ],
  ["Flux fills in a number", { "s3.conf": `[global]\n${keys}\nprocess-max = \${PROCESS_MAX}` }],
  ["a file has CRLF", { "s3.conf": `[global]\r\n${keys.replace("\n", "\r\n")}\r\n` }],
  ["a file has no line break at its end", { "s3.conf": `[global]\n${keys}` }],
  [
    "an option is set in [global] and for the stanza",
    { ...global("process-max: '2'"), ...conf("[db]\nprocess-max = 3") },
  ],
  ["Flux fills in a part of the Secret's name", secret(`'demo-\${ENV}'`)],
  ["Argo CD Vault Plugin fills in the Secret's name", secret("<path:kv/data/x#name>")],
  [
    "Argo CD Vault Plugin fills in the Secret's name from the path of the resource",
    {
      postgresql:
        "metadata: {annotations: {avp.kubernetes.io/path: kv/data/x}}\nspec: {backup: {pgbackrest: {configuration: {secret: <secret>}}}}",
    },
  ],
  [
    "a bucket of another store is long and not in the host name",
    {
      postgresql: `spec: {backup: {pgbackrest: {global: {repo1-s3-uri-style: path}, repos: [${location(`resource: ${"a".repeat(70)}-, endpoint: ceph.example.com`)}]}}}`,
    },
  ],
  [
    "an endpoint has an underscore, a port and a dot at its end, and the region is a store's own",
    repos(location("resource: backups, endpoint: 'https://s3_x.example.com.:65535'").replace("eu,", "fsn1,")),
  ],
  [
    "Flux fills in the region of an Amazon endpoint",
    repos(location("resource: backups, endpoint: s3.eu-west-1.amazonaws.com").replace("eu,", `'\${REGION}',`)),
  ],
  [
    "a region of Amazon's has many parts",
    repos(location("resource: backups, endpoint: s3.us-gov-west-1.amazonaws.com").replace("eu,", "us-gov-west-1,")),
  ],
  [
    "two clusters write to Services of one name in their own namespaces",
    {
      ...twoHosts("minio", "minio", "metadata: {namespace: other}"),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: demo-s3, namespace: other}, stringData: {a.conf: "[global]\\n${keys.replace("\n", "\\n")}"}}`,
    },
  ],
  ["two clusters write to Services of two ports", twoHosts("minio.pg.svc:9000", "minio.pg.svc.cluster.local:9001")],
  [
    "a clone has its keys in two sections of its Secret",
    {
      ...clone("configuration: {secret: parent-s3}, options: {repo1-path: /parent}"),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-s3, namespace: pg}, stringData: {a.conf: "[db]\\nrepo1-s3-key-secret = x\\n[global]\\nrepo1-s3-key = x"}}`,
    },
  ],
  [
    "a clone's Azure key is in the stanza's section of its Secret",
    {
      ...clone("configuration: {secret: parent-azure}, options: {repo1-path: /parent}", cloneFromAzure),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-azure, namespace: pg}, stringData: {a.conf: "[db]\\nrepo1-azure-key = eA=="}}`,
    },
  ],
  [
    "a clone's Azure key may be in a Secret that is not here",
    clone("configuration: {secret: parent-azure}, options: {repo1-path: /parent}", cloneFromAzure),
  ],
  [
    "a clone signs in as the instance",
    {
      ...clone("configuration: {secret: parent-s3}, options: {repo1-path: /parent, repo1-s3-key-type: auto}"),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-s3, namespace: pg}, stringData: {a.conf: "[global]"}}`,
    },
  ],
  [
    "a later step fills in a clone's Secret",
    {
      ...clone("configuration: {secret: parent-s3}, options: {repo1-path: /parent}"),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-s3, namespace: pg}, stringData: {a.conf: "<path:kv/data/x#conf>"}}`,
    },
  ],
  [
    "sockets are in several folders, also in the image's",
    parameters("unix_socket_directories: '/tmp, /run/postgresql/'"),
  ],
  [
    "folders without data are excluded",
    conf("exclude = log/\nexclude = base2\nexclude = pg_wal/\nexclude = base/pgsql_tmp"),
  ],
  [
    "Argo CD Vault Plugin fills in credentials and a path",
    {
      ...{ "s3.conf": "[global]\nrepo1-s3-key = <s3-key>\nrepo1-s3-key-secret = <secret>" },
      postgresql:
        "metadata: {annotations: {avp.kubernetes.io/path: kv/data/x}}\nspec: {backup: {pgbackrest: {global: {repo1-path: /pg/<cluster>/repo1}}}}",
    },
  ],
  ["credentials are short", { "s3.conf": "[global]\nrepo1-s3-key = xx\nrepo1-s3-key-secret = changes-often" }],
  ["a path has a part that only begins as an example does", global("repo1-path: /todo-app/xx")],
  ["the Secret's name has dots", secret("demo.s3.x", "demo.s3.x")],
  ["a passphrase begins with a quote", conf(`repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = "x9;k'2#m`)],
  ["a value has quotes and a semicolon inside", conf(`repo1-s3-kms-key-id = a"b"c;d`)],
  ["a list option is set twice", conf("exclude = a\nexclude = b")],
  [
    "a tag option is set twice, with a release that knows it",
    { ...conf("repo1-storage-tag = a=b\nrepo1-storage-tag = c=d"), ...release("2.58.0") },
  ],
  ["an older name is used", conf("repo1-s3-verify-tls = y")],
  ["an unnumbered older name is used", { ...global("repo1-retention-full: null, retention-full: '7'") }],
  ["a number has a leading zero", global("repo1-retention-full: null, repo01-retention-full: '7'")],
  [
    "sizes have all kinds of units",
    global(
      "archive-push-queue-max: 20GB, archive-get-queue-max: 1gib, repo1-bundle: 'y', repo1-bundle-size: '20971520'",
    ),
  ],
  ["a time has a unit, with a release that reads it", { ...global("archive-timeout: 2m"), ...release("2.58.0") }],
  ["a time has a fraction, with a release that reads it", { ...global("archive-timeout: '0.5'"), ...release("2.45") }],
  [
    "block incremental is used with a release that has it",
    { ...global("repo1-bundle: 'y', repo1-block: 'y'"), ...release("2.58.0") },
  ],
  [
    "the image's tag is a release that knows the option",
    {
      postgresql:
        "spec: {backup: {pgbackrest: {image: 'registry:5000/pgbackrest:2.58.0', global: {repo1-storage-tag: a=b}}}}",
    },
  ],
  ["keys come from the environment of the instance", { "s3.conf": "[global]\nrepo1-s3-key-type = auto" }],
  ["GCS has a service account", { ...repos(gcs("key: gcs.json, keyType: service")), "gcs.json": account }],
  ["GCS has a workload identity", repos(gcs("keyType: auto"))],
  [
    "GCS has a token in the stanza's section",
    { ...repos(gcs("key: none, keyType: token")), "gcs.conf": "[db]\nrepo1-gcs-key = x" },
  ],
  [
    "Azure's key is in the stanza's section",
    { ...repos(azure("key: ''")), "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==" },
  ],
  [
    "Azure's key is a shared access signature, in the stanza's section",
    {
      ...repos(azure("region: ''"), ", global: {repo1-azure-key-type: sas, repo1-retention-full: '7'}"),
      "azure.conf": "[db]\nrepo1-azure-key = ?sv=2024-11-04&sig=x%3D",
    },
  ],
  [
    "a store that speaks Azure's language has accounts with other names",
    {
      ...repos(
        azure("region: ''").replace("blob.core.windows.net", "azurite.example.com").replace("demo", "Dev_Store-1"),
      ),
      "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==",
    },
  ],
  [
    "the longest account that Azure has, in a sovereign cloud",
    {
      ...repos(
        azure("region: ''").replace("windows.net", "usgovcloudapi.net").replace("demo", "a23456789012345678901234"),
      ),
      "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==",
    },
  ],
  [
    "an account is filled in later",
    { ...repos(azure("region: ''").replace("demo", "'$AZURE_ACCOUNT'")), "azure.conf": "[db]\nrepo1-azure-key = eA==" },
  ],
  [
    "an image for backups is in a mirror of its own name",
    image("registry.example.com:5000/mirror/backup-tools:postgres-18.3-1"),
  ],
  [
    "an image for backups is given by its digest",
    image(`docker.io/cybertecpostgresql/cybertec-pg-container@sha256:${"0".repeat(64)}`),
  ],
  [
    "an image for backups has a digest beside its tag",
    image(`mirror.example.com/cybertec-pg-container:pgbackrest-18.3-1@sha256:${"0".repeat(64)}`),
  ],
  [
    "Azure has a managed identity",
    {
      ...repos(azure("key: none"), ", global: {repo1-azure-key-type: auto, repo1-retention-full: '7'}"),
      ...release("2.58.0"),
    },
  ],
  [
    "a region is in the stanza's section",
    {
      ...repos("{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, schedule: {full: 30 2 * * *}}"),
      ...conf("[db]\nrepo1-s3-region = eu"),
    },
  ],
  [
    "an endpoint has protocol and port",
    repos(
      "{name: repo1, storage: s3, resource: backups, endpoint: 'https://minio.example.com:9000', region: eu, schedule: {full: 30 2 * * *}}",
      ", global: {repo1-s3-uri-style: path, repo1-retention-full: '7'}",
    ),
  ],
  [
    "a CA file is in the Secret",
    { ...global("repo1-storage-ca-file: /etc/pgbackrest/conf.d/ca.crt"), ...conf(""), "ca.crt": "x" },
  ],
  ["a CA file is of the image", global("repo1-storage-ca-file: /etc/ssl/certs/ca-certificates.crt")],
  [
    "a volume, encrypted",
    {
      ...repos(pvc, ", global: {repo1-retention-full: '7', repo1-cipher-type: aes-256-cbc}"),
      "pvc.conf": "[global]\nrepo1-cipher-pass = x",
    },
  ],
  ["retention is by time", global("repo1-retention-full: '30', repo1-retention-full-type: time")],
  ["both timeouts are set, in order", global("db-timeout: '400', protocol-timeout: '430'")],
  ["db-timeout is short, and backups start at once", global("db-timeout: '60', start-fast: 'y'")],
  ["db-timeout is short, but not for backups", conf("[global:stanza-create]\ndb-timeout=60")],
  [
    "db-timeout is short, and a variable tells backups to start at once",
    {
      postgresql:
        "spec: {env: [{name: PGBACKREST_START_FAST, value: 'y'}], backup: {pgbackrest: {global: {db-timeout: '60'}}}}",
    },
  ],
  [
    "db-timeout is as long as a longer checkpoint, which PostgreSQL refuses",
    {
      postgresql:
        "spec: {postgresql: {parameters: {checkpoint_timeout: 2d}}, backup: {pgbackrest: {global: {db-timeout: '1800'}}}}",
    },
  ],
  ["sessions and statements have no limit", parameters("statement_timeout: '0', idle_session_timeout: 0s")],
  ["sessions and statements have long limits", parameters("statement_timeout: 300s, idle_session_timeout: 1d")],
  [
    "PostgreSQL has no such limits yet",
    {
      postgresql:
        "spec: {postgresql: {version: '13', parameters: {transaction_timeout: '9', idle_session_timeout: '9'}}}",
    },
  ],
  [
    "limits are not about pgBackRest, or no times",
    parameters(
      "idle_in_transaction_session_timeout: 1s, lock_timeout: 1s, statement_timeout: soon, transaction_timeout: '-1'",
    ),
  ],
  ["a later step fills in a limit", parameters("statement_timeout: '{{ .Values.limit }}'")],
  ["checkpoints take less than half an hour", parameters("checkpoint_timeout: 29min")],
  [
    "checkpoints take an hour, and backups start at once",
    {
      postgresql:
        "spec: {postgresql: {parameters: {checkpoint_timeout: 1h, statement_timeout: '10000'}}, backup: {pgbackrest: {global: {start-fast: 'y'}}}}",
    },
  ],
  [
    "two repositories start at the same minute, with a release that locks each",
    {
      ...repos(
        `${s3("schedule: {full: 0 1 * * *}")}, ${s3("schedule: {full: 0 1 * * *}", 2)}`,
        ", global: {repo1-path: /a, repo2-path: /a, repo1-retention-full: '7', repo2-retention-full: '7'}",
      ),
      ...conf("repo2-s3-key = x\nrepo2-s3-key-secret = x"),
      ...release("2.58.0"),
    },
  ],
  ...[
    "docker.io/cybertecpostgresql/cybertec-pg-container:postgres-18.3-1",
    "cybertec-pg-container:rocky9-18.3-1",
    "registry.example.com/postgres:18",
    "registry.example.com/spilo-17:4.0",
    "$" + "{POSTGRES_IMAGE}",
  ].map(
    (name): Situation => [
      `Postgres pods get an image that may be the right one: ${name}`,
      { postgresql: `spec: {dockerImage: "${name}"}` },
    ],
  ),
  [
    "WAL is kept for as many backups of whatever type as there are from one full one to the next",
    repos(
      s3("schedule: {full: 30 2 * * 0, incr: 30 2 * * 1-6}"),
      ", global: {repo1-path: /demo, repo1-retention-full: '4', repo1-retention-archive-type: incr, repo1-retention-archive: '7'}",
    ),
  ],
  ["schedules differ in the day of the week", repos(s3("schedule: {full: 30 2 * * 0, diff: 30 2 * * 1-6}"))],
  [
    "logging is set in the environment",
    { postgresql: "spec: {env: [{name: PGBACKREST_LOG_LEVEL_CONSOLE, value: info}]}" },
  ],
  ["locks are in a folder for all", global("lock-path: /dev/shm/lock")],
  [
    "locks are on a volume of their own",
    {
      postgresql:
        "spec: {additionalVolumes: [{name: lock, mountPath: /etc/lock, volumeSource: {emptyDir: {}}}], backup: {pgbackrest: {global: {lock-path: /etc/lock/pgbackrest}}}}",
    },
  ],
  [
    "variables say of the database what holds anyway",
    {
      postgresql:
        "spec: {env: [{name: PGUSER, value: postgres}, {name: PGPORT, value: '5433'}, {name: PGHOST, value: other}, {name: PGDATABASE, value: other}, {name: PGPASSWORD, value: x}, {name: PGTARGETSESSIONATTRS, value: any}, {name: PGBACKREST_PG1_USER, value: postgres}, {name: PGBACKREST_PG1_PORT, value: '5432'}, {name: PGBACKREST_PG1_PATH, value: /home/postgres/pgdata/pgroot/data/}, {name: PGBACKREST_PG1_SOCKET_PATH, value: /var/run/postgresql}]}",
    },
  ],
  [
    "variables of the connection are not known yet",
    {
      postgresql:
        "spec: {env: [{name: PGUSER, valueFrom: {secretKeyRef: {name: a, key: b}}}, {name: PGBACKREST_PG1_PORT, value: $(PORT)}]}",
    },
  ],
  [
    "a service of the connection may be in a volume, and PostgreSQL has another socket, too",
    {
      postgresql:
        "spec: {env: [{name: PGSERVICE, value: app}, {name: PGSERVICEFILE, value: /home/postgres/pg_service.conf}, {name: PGBACKREST_PG1_SOCKET_PATH, value: /tmp/}], postgresql: {parameters: {unix_socket_directories: '/var/run/postgresql, /tmp'}}}",
    },
  ],
  [
    "retention is set in the environment",
    {
      postgresql:
        "spec: {env: [{name: PGBACKREST_REPO1_RETENTION_FULL, value: '7'}], backup: {pgbackrest: {global: {repo1-retention-full: null}}}}",
    },
  ],
  ["pg_hba is empty, which the operator does not pass on", pgHba([])],
  [
    "pg_hba begins as the image's does",
    pgHba(["local   all             all                                   trust", "hostssl all all all scram-sha-256"]),
  ],
  [
    "pg_hba lets the operating system's postgres in, and others by password",
    pgHba(["# who may connect", "", "local sameuser postgres peer", "local all all scram-sha-256"]),
  ],
  [
    "pg_hba names postgres among others, with quotes and a comment",
    pgHba(['local app, "postgres" app,"postgres" trust # in the pod', "local all all reject"]),
  ],
  [
    "pg_hba has a role before the password, in which postgres may be",
    pgHba(["local all +admins trust", "local all all md5"]),
  ],
  ["pg_hba may include a line for the socket", pgHba(["include_if_exists more.conf", "local all all md5"])],
  [
    "pg_hba has an expression and a file before the password",
    pgHba(["local /^post @users trust", "local all all md5"]),
  ],
  ["pg_hba has a map of users", pgHba(["local all all peer map=admins"])],
  [
    "a later step fills in the line of pg_hba for the socket",
    pgHba(["local all {{ .Values.admin }} trust", "local all all md5"]),
  ],
  [
    "pg_hba asks for a password, and there is one",
    pgHba(["local all all md5"], ", env: [{name: PGPASSWORD, value: x}]"),
  ],
  [
    "pg_hba is another file's",
    pgHba(["local all all md5"], ", postgresql: {parameters: {hba_file: /home/postgres/pg_hba.conf}}"),
  ],
  ["archive_mode is on", parameters("archive_mode: 'on'")],
  ["archive_mode is true, and WAL is logical", parameters("archive_mode: 'true', wal_level: logical")],
  ["WAL is minimal, which Patroni does not pass on", parameters("wal_level: minimal")],
  [
    "archive_command does more than to push",
    parameters(`archive_command: 'cp %p /mnt/wal/%f; pgbackrest --stanza=db archive-push "%p"'`),
  ],
  [
    "archive_command is the image's with a limit",
    parameters(`archive_command: 'exec timeout 60 /usr/bin/pgbackrest --stanza=db archive-push "%p"'`),
  ],
  ["archive_command is a script's", parameters("archive_command: /scripts/pgbackrest-push.sh %p")],
  ["archive_command has capitals, so the image's counts", parameters("ARCHIVE_COMMAND: /bin/true")],
  [
    "archive_mode is always, and pgBackRest is told to accept it",
    {
      postgresql:
        "spec: {postgresql: {parameters: {archive_mode: always}}, backup: {pgbackrest: {global: {archive-mode-check: 'n'}}}}",
    },
  ],
  [
    "backups are taken from a standby, with a repo host and two instances",
    repos(pvc, ", global: {backup-standby: 'y', repo1-retention-full: '7'}"),
  ],
  [
    "backups are taken from a standby where there is one",
    { ...global("backup-standby: prefer"), ...release("2.58.0") },
  ],
  [
    "a standby cluster has no schedule yet",
    {
      postgresql:
        "spec: {standby: {standby_host: a.example.com}, backup: {pgbackrest: {repos: [{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu}]}}}",
    },
  ],
  [
    "differential backups have a retention and a schedule",
    repos(
      s3("schedule: {full: 30 2 * * 0, diff: 30 2 * * 1-6}"),
      ", global: {repo1-path: /demo, repo1-retention-full: '4', repo1-retention-diff: '7'}",
    ),
  ],
  [
    "the retention of differential backups is that of WAL",
    {
      ...repos(
        s3("schedule: {full: 30 2 * * *}"),
        ", global: {repo1-path: /demo, repo1-retention-full: '4', repo1-retention-diff: '7', repo1-retention-archive-type: diff}",
      ),
    },
  ],
  [
    "retention is set for the command backup",
    {
      ...global("repo1-retention-full: null"),
      ...conf("[global:backup]\nrepo1-retention-full = 7"),
    },
  ],
  ["archive_library is empty", parameters("archive_library: ''")],
  [
    "a replica lags on purpose, and fetches WAL from the repository",
    parameters('recovery_min_apply_delay: 1h, restore_command: pgbackrest --stanza=db archive-get %f "%p"'),
  ],
  ["a single instance has a restore_command", parameters("restore_command: cp /mnt/wal/%f %p", 1)],
  ["archive_timeout is a minute", parameters("archive_timeout: 60s")],
  [
    "an endpoint is a Service, and the bucket is not in the host name",
    repos(
      "{name: repo1, storage: s3, resource: backups, endpoint: 'minio.pg.svc:9000', region: eu, schedule: {full: 30 2 * * *}}",
      ", global: {repo1-path: /demo, repo1-s3-uri-style: path, repo1-retention-full: '7'}",
    ),
  ],
  [
    "an endpoint is an address behind another host",
    repos(
      "{name: repo1, storage: s3, resource: backups, endpoint: s3, region: eu, schedule: {full: 30 2 * * *}}",
      ", global: {repo1-path: /demo, repo1-storage-host: 10.0.0.5, repo1-retention-full: '7'}",
    ),
  ],
  [
    "a bucket is called like the domain of its store",
    repos(
      "{name: repo1, storage: s3, resource: backup, endpoint: backup.example.com, region: eu, schedule: {full: 30 2 * * *}}",
    ),
  ],
  [
    "a bucket has capitals, and is not in the host name",
    repos(
      "{name: repo1, storage: s3, resource: Backups, endpoint: ceph.example.com, region: eu, schedule: {full: 30 2 * * *}}",
      ", global: {repo1-path: /demo, repo1-s3-uri-style: path, repo1-retention-full: '7'}",
    ),
  ],
  [
    "two clusters have buckets of one name in two stores",
    twoPlaces(
      "endpoint: s3.eu-west-1.amazonaws.com, region: eu-west-1",
      "endpoint: s3.cn-north-1.amazonaws.com.cn, region: cn-north-1",
    ),
  ],
  [
    "two clusters reach two stores behind ports of one host",
    twoPlaces("endpoint: 's3.example.com:9000', region: eu", "endpoint: 's3.example.com:9001', region: eu"),
  ],
  [
    "a field without effect is empty",
    repos(location("resource: backups, endpoint: s3.example.com, account: '', keyType: ''")),
  ],
  [
    "a volume has a resource, which the chart's CRD requires",
    repos(pvc.replace("volume:", "resource: unused, volume:")),
  ],
  [
    "a clone writes elsewhere than its source",
    {
      postgresql:
        "spec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: demo-s3}, options: {repo1-path: /parent}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}, backup: {pgbackrest: {global: {repo1-path: /demo}}}}",
    },
  ],
  ["a schedule has a day of the month alone", repos(s3("schedule: {full: 0 1 1-7 * *}"))],
  ["a cluster is stopped on purpose", { postgresql: "spec: {numberOfInstances: 0}" }],
  ["a schedule is for days 1 and 31", repos(s3("schedule: {full: '0 1 1,31 * *'}"))],
  ["a schedule is for the last day of some months", repos(s3("schedule: {full: '0 1 31 1,7 *'}"))],
  [
    "an endpoint of Amazon's is global",
    repos(
      "{name: repo1, storage: s3, resource: backups, endpoint: s3.amazonaws.com, region: eu-central-1, schedule: {full: 30 2 * * *}}",
    ),
  ],
  [
    "an endpoint of Amazon's is in the region",
    repos(
      "{name: repo1, storage: s3, resource: backups, endpoint: s3.dualstack.eu-central-1.amazonaws.com, region: eu-central-1, schedule: {full: 30 2 * * *}}",
    ),
  ],
  [
    "a bucket of GCS has dots and underscores",
    repos(gcs("keyType: auto").replace("backups", "my_backups.example.com")),
  ],
  ["a schedule has a day of the week and all days of the month", repos(s3("schedule: {full: 0 1 */1 * 0}"))],
  ["a schedule has a question mark for a day", repos(s3("schedule: {full: 0 1 ? * 0}"))],
  [
    "full backups are as many in a day as are kept",
    repos(s3("schedule: {full: 0 */6 * * *}"), ", global: {repo1-path: /demo, repo1-retention-full: '4'}"),
  ],
  ["a value has a single quote", conf("repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = don't tell")],
  ["a passphrase begins with #", conf("repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = #1 among many")],
  ["a restore block has no id", restore("options: {type: time}")],
  ["a cluster without restore has an empty one", restore("id: ''")],
  ["a name has 33 characters", { postgresql: "metadata: {name: a-cluster-whose-name-has-33-chars}" }],
  [
    "a name with a volume has 31 characters",
    { postgresql: `metadata: {name: a-cluster-with-name-of-31-chars}\n${repos(pvc).postgresql}` },
  ],
  [
    "two clusters have paths of their own in one bucket",
    { other: "spec: {backup: {pgbackrest: {global: {repo1-path: /other}}}}" },
  ],
  [
    "a clone is complete",
    clone("configuration: {secret: parent-s3}, options: {repo1-path: /parent, process-max: '2'}"),
  ],
  [
    "a clone reads an identity's key",
    clone("configuration: {secret: parent}", "storage: gcs, resource: backups, keyType: auto, key: x"),
  ],
  ["a policy that the cluster comes up to", { ...policy("{window: 6d, rpo: 30m, repos: 1, encryption: false}") }],
  [
    "a policy for a window where nothing expires",
    { ...policy("{window: 90d}"), ...global("repo1-retention-full: '9999999'") },
  ],
];

/** What must be caught, by the paragraphs of the issue. Each is reported as testdata/situations.txt has it. */
export const broken: readonly Situation[] = [
  [
    "a policy asks for a window that the retention of WAL by differential backups cuts short",
    {
      ...policy("{window: 5d}"),
      postgresql: `spec: {backup: {pgbackrest: {global: {repo1-retention-full: "9", repo1-retention-diff: "1", repo1-retention-archive-type: diff}, repos: [${s3("schedule: {full: 30 2 * * 0, diff: 30 2 * * 1-6}")}]}}}`,
    },
  ],
  [
    "a policy asks for a window of days, and the Secret keeps backups for fewer",
    {
      ...policy("{window: 10d}"),
      postgresql: "spec: {backup: {pgbackrest: {global: {repo1-retention-full: null}}}}",
      ...conf("repo1-retention-full = 3\nrepo1-retention-full-type = time"),
    },
  ],
  [
    "a policy asks for a window, and the Secret keeps WAL for less",
    { ...policy("{window: 4d}"), ...global('repo1-retention-full: "6"'), ...conf("repo1-retention-archive = 1") },
  ],
  [
    "a policy asks for a longer window, and the Secret has the retention by its former name",
    {
      ...policy("{window: 10d}"),
      postgresql: "spec: {backup: {pgbackrest: {global: {repo1-retention-full: null}}}}",
      ...conf("retention-full = 2"),
    },
  ],
  [
    "a policy asks for years, and full backups are hourly",
    { ...policy("{window: 3650d}"), ...repos(s3("schedule: {full: 30 * * * *}")) },
  ],
  [
    "a restore would end archiving, and empty databases",
    restore("id: a, repo: repo1, options: {type: immediate, archive-mode: 'off', db-include: app, db-exclude: b}", 1),
  ],
  [
    "a clone would never archive",
    clone("configuration: {secret: demo-s3}, options: {archive-mode: 'off', repo1-path: /parent}"),
  ],
  [
    "a type of a repository's schedule has no value",
    repos(s3("keyType: null, schedule: {full: 30 2 * * *, incr: null}")),
  ],
  [
    "a list has an entry that is null",
    { postgresql: "spec: {allowedSourceRanges: [null], patroni: {pg_hba: [null]}}" },
  ],
  [
    "settings of the operator have no value",
    operator("kubernetes: {inherited_labels: null, cluster_domain: null}, aws_or_gcp: null"),
  ],
  ["the exporter has no image", { postgresql: "spec: {monitor: {customQueries: q}}" }],
  [
    "sidecars and init containers that Kubernetes refuses",
    {
      postgresql:
        "spec: {sidecars: [{name: postgres, image: a}, {name: b}, {name: c, image: c, volumeMounts: [{name: none, mountPath: /x}], ports: [{}], env: [{name: '', value: x}]}], initContainers: [{image: a}]}",
    },
  ],
  [
    "volumes that Kubernetes refuses",
    {
      postgresql:
        "spec: {volume: {size: 5Gi, subPath: /data, storageClass: Fast_SSD}, tls: {secretName: my.tls}, additionalVolumes: [{name: pgbackrest-config, mountPath: /etc/pgbackrest/conf.d, volumeSource: {emptyDir: {}, secret: {secretName: x}}}]}",
    },
  ],
  [
    "the database requests more than its limit, and a sidecar what is not a quantity",
    {
      postgresql:
        "spec: {resources: {requests: {memory: 1Gi}}, sidecars: [{name: a, image: a, resources: {limits: {cpu: much}}}], spiloFSGroup: -1, serviceAnnotations: {'a b': c}}",
    },
  ],
  [
    "a cluster on S3 has a toleration that Kubernetes refuses",
    { postgresql: "spec: {tolerations: [{operator: Equal, value: db}]}" },
  ],
  ["the operator's configuration has no section kubernetes", operator("docker_image: postgres:17")],
  [
    "the operator can make no names",
    operator(
      "kubernetes: {secret_name_template: '{username}_{cluster}', pdb_name_format: ''}, timeouts: {resource_check_interval: '3'}, resync_period: 1d",
    ),
  ],
  [
    "the operator's users have names of which no Secret can be made",
    operator("kubernetes: {}, users: {super_username: Post gres}"),
  ],
  [
    "the operator's ConfigMap has texts that it cannot use",
    operatorMap("secret_name_template: '', pod_management_policy: OrderedReady, ready_wait_timeout: '30'"),
  ],
  ["a deadline is shorter than the CronJob controller's round", jobs("startingDeadlineSeconds: 9")],
  ["a deadline is in the past at once", jobs("startingDeadlineSeconds: 0, activeDeadlineSeconds: 0")],
  ["a deadline ends backups", jobs("activeDeadlineSeconds: 599")],
  ["failed Jobs are removed", jobs("failedJobsHistoryLimit: 0, ttlSecondsAfterFinished: 59")],
  ["all backups are suspended", jobs("suspend: true")],
  [
    "backups are suspended by an annotation",
    {
      postgresql: 'metadata: {annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: "suspend=true"}}',
    },
  ],
  [
    "backups are suspended in the CronJob",
    {
      resource:
        "{apiVersion: batch/v1, kind: CronJob, metadata: {name: pgbackrest-demo-repo1-full, namespace: pg}, spec: {suspend: true}}",
      functionConfig: "spec: {adopt: true}",
    },
  ],
  ["a run comes twice", { ...jobs("timeZone: America/New_York"), ...repos(s3("schedule: {full: 30 1 * * *}")) }],
  [
    "a day without midnight is skipped",
    { ...jobs("timeZone: Asia/Beirut"), ...repos(s3("schedule: {full: 30 1 * * 0}")) },
  ],
  [
    "an annotation is not one of ours",
    { postgresql: "metadata: {annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/timezone: UTC}}" },
  ],
  [
    "an annotation leaves the repo host to nobody",
    { postgresql: "metadata: {annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/repo-host: nobody}}" },
  ],
  // The order in which repo hosts and their certificates come to be.
  ["the operator is installed together with a cluster that has a volume", { ...repos(pvc), ...installed(deployment) }],
  ["so it is by Flux", { ...repos(pvc), ...installed(helmRelease) }],
  ["so it is by Argo CD", { ...repos(pvc), ...installed(application) }],
  ["so it is in a List", { ...repos(pvc), resource: `{apiVersion: v1, kind: List, items: [${deployment}]}` }],
  [
    "two clusters with a volume are applied together with the operator",
    { ...repos(pvc), other: "spec: {}", ...installed(deployment) },
  ],
  [
    "a cluster gets its first volume, and kpt has its other objects",
    { ...repos(pvc), ...packaged("ConfigMap", "config") },
  ],
  [
    "the repo host is left to the operator, and kpt has it from an earlier run",
    { ...repos(pvc), ...leftToOperator, ...packaged("StatefulSet", "repo-host") },
  ],
  [
    "so it is, and its volume would go with it",
    {
      ...repos(pvc),
      functionConfig:
        "spec: {repoHost: operator, operator: {persistent_volume_claim_retention_policy: {when_deleted: delete, when_scaled: retain}}}",
      ...packaged("StatefulSet", "repo-host"),
    },
  ],
  // Options.
  ["an option is misspelled", global("repo1-retension-full: '7'")],
  ["an option is written in capitals", global("Process-Max: '2'")],
  ["an option is written with underscores", conf("process_max = 2")],
  ["an option is negated", conf("no-archive-async = y")],
  ["a command-line option is in a file", conf("type = full")],
  ["an option of the stanza is in [global]", conf("pg1-user = other")],
  ["the data directory is in global", global("pg1-path: /data")],
  [
    "the data directory is in global, with a volume",
    repos(pvc, ", global: {pg1-path: /data, repo1-retention-full: '7'}"),
  ],
  ["an option lacks its number", global("repo-bundle: 'y'")],
  ["an option has a number that it does not take", global("process1-max: '2'")],
  ["an option has the number 0", global("repo0-path: /x")],
  ["an option has the number 257", global("repo257-path: /x")],
  ["a boolean is true", global("start-fast: 'true'")],
  ["a boolean is a boolean of YAML", global("start-fast: true")],
  ["a boolean is yes, for one repository", conf("repo1-bundle = yes")],
  ["a number is too great", global("process-max: '1000'")],
  ["a retention is 0", global("repo1-retention-full: '0'")],
  ["a retention is a number of YAML", global("repo1-retention-full: 7")],
  ["a size has a blank", global("archive-push-queue-max: 4 GiB")],
  ["a value has quotes", conf('process-max = "2"')],
  ["a value has a comment", conf("process-max = 2 # two")],
  ["a word is not in the list", global("repo1-retention-full-type: days")],
  ["a word is in capitals", global("compress-type: LZ4")],
  ["a level is out of the range of its compression", global("compress-type: bz2, compress-level: '0'")],
  ["a path is not absolute", global("repo1-path: backups")],
  ["a path has two slashes", global("repo1-path: /a//b")],
  ["a time has a unit, and the release is unknown", global("archive-timeout: 2m")],
  ["a time has a unit, with a release that ignores it", { ...global("archive-timeout: 2m"), ...release("2.50") }],
  ["an option is newer than the release", { ...global("repo1-storage-tag: a=b"), ...release("2.45") }],
  [
    "an option is newer than the tag of the Postgres image",
    {
      postgresql:
        "spec: {dockerImage: 'cpo/postgres:rocky9-17.0-2', backup: {pgbackrest: {global: {repo1-symlink: 'n'}}}}",
    },
  ],
  ["a value is newer than the release", { ...global("backup-standby: prefer"), ...release("2.52") }],
  ["an option is still beta", { ...global("repo1-bundle: 'y', repo1-block: 'y'"), ...release("2.45") }],
  ["two names of one option are used", conf("repo1-s3-verify-tls = n\nrepo1-storage-verify-tls = n")],
  ["an older option and its successor are used", global("compress: 'n', compress-type: lz4")],
  ["an option is in global and in the Secret", { ...global("process-max: '2'"), ...conf("process-max = 2") }],
  [
    "an option is in two files",
    { "a.conf": `[global]\n${keys}\nprocess-max = 2`, "b.conf": "[global]\nprocess-max = 3" },
  ],
  ["an option is the operator's: log-path", global("log-path: /tmp")],
  ["an option is the operator's: spool-path, in the Secret", conf("spool-path = /tmp")],
  ["an option is the operator's: repo1-type", global("repo1-type: posix")],
  ["an option is the operator's: repo1-s3-bucket", conf("repo1-s3-bucket = other")],
  [
    "an option is the operator's: tls-server-address",
    repos(pvc, ", global: {tls-server-address: localhost, repo1-retention-full: '7'}"),
  ],
  ["an option is the operator's: repo1-host", repos(pvc, ", global: {repo1-host: other, repo1-retention-full: '7'}")],
  ["a repository is on another host", global("repo1-host: backup.example.com")],
  ["an option has no value", conf("process-max =")],
  ["an option of global has no value", global("process-max: ' '")],
  ["a value has a line break", global('process-max: "2\\nrepo1-path=/other"')],
  ["a condition is not met", global("repo1-bundle-limit: 4MiB")],
  ["keys are left over", conf("repo1-s3-key-type = auto")],
  ["an option is of another storage", global("repo1-azure-uri-style: path")],
  ["a repository does not exist, and gets a path", global("repo2-path: /x")],
  ["a repository does not exist, and gets a retention", global("repo2-retention-full: '2'")],
  ["a repository of the Secret does not exist", conf("repo2-s3-key = x\nrepo2-s3-key-secret = x")],
  ["timeouts are equal", global("db-timeout: '400', protocol-timeout: '400'")],
  ["db-timeout is as long as PostgreSQL's checkpoints", global("db-timeout: '300'")],
  [
    "db-timeout is shorter than checkpoints that were made longer",
    {
      postgresql:
        "spec: {postgresql: {parameters: {checkpoint_timeout: 45min}}, backup: {pgbackrest: {global: {db-timeout: '1800', start-fast: 'n'}}}}",
    },
  ],
  [
    "a bucket has a dot",
    repos(
      "{name: repo1, storage: s3, resource: a.b, endpoint: s3.example.com, region: eu, schedule: {full: 30 2 * * *}}",
    ),
  ],
  ["the WAL queue is smaller than a segment", global("archive-push-queue-max: 1MiB")],
  ["an option is for a command that does not take it", conf("[global:expire]\nstart-fast = y")],
  ["WAL is archived to another path", conf("[global:archive-push]\nrepo1-path = /other")],
  ["backups have another bucket and path", conf("[db:backup]\nrepo1-s3-bucket = other\nrepo1-path = /other")],
  [
    "a later step fills in a part of a path that is another one in any case",
    conf("[global:backup]\nrepo1-path = /other/{{ .name }}"),
  ],
  ["restores read another repository", conf("[global:restore]\nrepo1-path = /other\nrepo1-s3-endpoint = other.com")],
  ["the stanza is created elsewhere", conf("[global:stanza-create]\nrepo1-path = /other")],
  [
    "backups and archiving use another port",
    conf("[db:backup]\nrepo1-s3-port = 9000\n[global:archive-push]\nrepo1-storage-port = 9000"),
  ],
  [
    "WAL is read without its cipher",
    conf("repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = a\n[global:archive-get]\nrepo1-cipher-type = none"),
  ],
  [
    "backups have another passphrase",
    conf("repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = a\n[db:backup]\nrepo1-cipher-pass = b"),
  ],
  ["backups read another database", conf("[db:backup]\npg1-path = /other\npg1-port = 5433")],
  ["archiving reads another database", conf("[db:archive-push]\npg1-path = /other")],
  [
    "only what people run by hand looks elsewhere",
    conf("[db:info]\nrepo1-path = /other\n[db:check]\nrepo1-path = /other"),
  ],
  [
    "a path is set for all that runs by itself, and not for all commands",
    {
      ...conf(
        ["archive-push", "archive-get", "backup", "restore", "stanza-create"]
          .map((command) => `[global:${command}]\nrepo1-path = /elsewhere`)
          .join("\n"),
      ),
    },
  ],
  [
    "the repo host connects to another port for backups, and archiving uses another cipher",
    {
      ...repos(pvc, ", global: {repo1-retention-full: '7'}"),
      "pvc.conf":
        "[global]\nrepo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = x\n[db:backup]\npg1-host-port = 9000\n[global:archive-push]\nrepo1-cipher-type = none",
    },
  ],
  // Encryption.
  ["a passphrase has no cipher type", conf("repo1-cipher-pass = secret")],
  ["a cipher type has no passphrase", global("repo1-cipher-type: aes-256-cbc")],
  ["a passphrase is in global", global("repo1-cipher-type: aes-256-cbc, repo1-cipher-pass: secret")],
  [
    "a passphrase is that of a tutorial",
    conf("repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = YOUR_ENCRYPTION_PASSPHRASE"),
  ],
  [
    "the second repository has no passphrase",
    {
      ...repos(
        `${s3("schedule: {full: 0 1 * * *}")}, ${s3("schedule: {full: 0 3 * * *}", 2)}`,
        ", global: {repo1-path: /a, repo2-path: /a, repo1-retention-full: '7', repo2-retention-full: '7', repo1-cipher-type: aes-256-cbc, repo2-cipher-type: aes-256-cbc}",
      ),
      ...conf("repo2-s3-key = x\nrepo2-s3-key-secret = x\nrepo1-cipher-pass = secret"),
    },
  ],
  // Secrets.
  [
    "the Secret's name has a capital",
    { postgresql: "spec: {backup: {pgbackrest: {configuration: {secret: demo-S3}}}}" },
  ],
  [
    "the Secret's name is misspelled",
    { postgresql: "spec: {backup: {pgbackrest: {configuration: {secret: demo-s4}}}}" },
  ],
  ["a key of the Secret does not end in .conf", { "pvc.configuration": `[global]\n${keys}` }],
  [
    "the keys of the Secret are options, as `envs` of a secretGenerator makes them",
    {
      ...secret("demo-env"),
      resource:
        "{apiVersion: v1, kind: Secret, metadata: {name: demo-env, namespace: pg}, stringData: {repo1-s3-key: x, repo1-s3-key-secret: x}}",
    },
  ],
  [
    "the keys of the Secret are variables of pgBackRest",
    {
      ...secret("demo-env"),
      resource:
        "{apiVersion: v1, kind: Secret, metadata: {name: demo-env, namespace: pg}, stringData: {PGBACKREST_REPO1_S3_KEY: x, PGBACKREST_REPO1_S3_KEY_SECRET: x}}",
    },
  ],
  ["a key of the Secret ends in .CONF", { "s3.CONF": `[global]\n${keys}` }],
  ["a file has no section", { "s3.conf": keys }],
  ["a file has a byte order mark", { "s3.conf": `\uFEFF[global]\n${keys}` }],
  ["a file is JSON", { "s3.conf": `{"repo1-s3-key": "x"}` }],
  ["a file is YAML", { "s3.conf": "[global]\nrepo1-s3-key: x" }],
  ["a file has a comment of another kind", { "s3.conf": `[global]\n; credentials\n${keys}` }],
  ["a file is for another stanza", { "s3.conf": `[main]\n${keys}` }],
  ["a section has blanks", { "s3.conf": `[ global ]\n${keys}` }],
  ["the S3 key is missing", { "s3.conf": "[global]\nrepo1-s3-key-secret = x" }],
  ["the S3 key is empty", { "s3.conf": "[global]\nrepo1-s3-key =\nrepo1-s3-key-secret = x" }],
  ["no Secret is named", { postgresql: "spec: {backup: {pgbackrest: {configuration: null}}}" }],
  [
    "the GCS key file is not in the Secret",
    { ...repos(gcs("key: gcs.json, keyType: service")), "other.json": account },
  ],
  ["the GCS key file is not a key", { ...repos(gcs("key: gcs.json, keyType: service")), "gcs.json": "{}" }],
  ["the GCS key file ends in .conf", { ...repos(gcs("key: gcs.conf, keyType: service")), "gcs.conf": account }],
  ["GCS has a token as the name of a file", repos(gcs("key: token, keyType: token"))],
  ["GCS has an unknown kind of key", repos(gcs("key: gcs.json, keyType: json"))],
  [
    "credentials are in global",
    { ...global("repo1-s3-key: x, repo1-s3-key-secret: x"), "s3.conf": "[global]\nprocess-max = 2" },
  ],
  ["Azure's key is in clear text", repos(azure("key: ZXhhbXBsZQ=="))],
  [
    "Azure's key is in the Secret's section for all",
    { ...repos(azure("region: ''")), "azure.conf": "[global]\nrepo1-azure-key = ZXhhbXBsZQ==" },
  ],
  [
    "Azure's shared access signature is in the Secret's section for all",
    { ...azureWith("repo1-azure-key-type: sas"), "azure.conf": "[global]\nrepo1-azure-key = ?sv=2024-11-04&sig=x" },
  ],
  [
    "Azure's key is in the CR and in the Secret's section for all",
    { ...repos(azure("key: ZXhhbXBsZQ==")), "azure.conf": "[global]\nrepo1-azure-key = ZXhhbXBsZQ==" },
  ],
  ["Azure's key is in global", azureWith("repo1-azure-key: ZXhhbXBsZQ==")],
  ["Azure's key is nowhere", repos(azure("region: ''"))],
  [
    "Azure's key is in the section of another stanza",
    { ...repos(azure("region: ''")), "azure.conf": "[main]\nrepo1-azure-key = ZXhhbXBsZQ==" },
  ],
  [
    "Azure's key is in the environment",
    {
      postgresql: `spec: {env: [{name: PGBACKREST_REPO1_AZURE_KEY, value: ZXhhbXBsZQ==}, {name: PGBACKREST_REPO1_AZURE_CONTAINER, value: backups}, {name: PGBACKREST_SPOOL_PATH, value: /tmp}], backup: {pgbackrest: {repos: [${azure("region: ''")}]}}}`,
    },
  ],
  [
    "Azure's account and endpoint are in global, too",
    {
      ...azureWith("repo1-azure-account: demo, repo1-azure-endpoint: blob.core.windows.net"),
      "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==",
    },
  ],
  [
    "Azure's account is only in the Secret",
    {
      ...repos(azure("region: ''").replace(" account: demo,", "")),
      "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==\n[global]\nrepo1-azure-account = demo",
    },
  ],
  [
    "Google's token is in global",
    repos(gcs("key: x, keyType: token"), ", global: {repo1-gcs-key: x, repo1-retention-full: '7'}"),
  ],
  [
    "Google's key file is named in global, too",
    {
      ...repos(gcs("key: gcs.json, keyType: service"), ", global: {repo1-gcs-key: /etc/pgbackrest/conf.d/gcs.json}"),
      "gcs.json": account,
    },
  ],
  ["a key of S3 is in global and in the Secret", { ...global("repo1-s3-key: x"), ...conf("") }],
  ["a key of S3 that nothing reads is in global", { ...global("repo1-s3-key-type: auto, repo1-s3-key: x") }],
  [
    "a clone's Azure key is in its options",
    {
      ...clone("configuration: {secret: parent-azure}, options: {repo1-azure-key: eA==}", cloneFromAzure),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-azure, namespace: pg}, stringData: {a.conf: "[global]\\nprocess-max = 2"}}`,
    },
  ],
  ...["Sales_Backups", "SalesBackups", "sales-backups", "a", "x".repeat(30), "https://demo.blob.core.windows.net/"].map(
    (name): Situation => [
      `Azure has no account ${name}`,
      { ...repos(azure("region: ''").replace("demo", name)), "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==" },
    ],
  ),
  [
    "Azure has no such account, in China, and the Secret has it",
    {
      ...repos(azure("region: ''").replace("windows.net", "chinacloudapi.cn")),
      "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==\nrepo1-azure-account = sales-backups",
    },
  ],
  [
    "a clone's source has no such account of Azure",
    {
      ...clone(
        "configuration: {secret: parent-azure}, options: {repo1-path: /parent}",
        cloneFromAzure.replace("demo", "sales-backups"),
      ),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-azure, namespace: pg}, stringData: {a.conf: "[db]\\nrepo1-azure-key = eA=="}}`,
    },
  ],
  ...[
    "docker.io/cybertecpostgresql/cybertec-pg-container:postgres-17.6-1",
    "docker.io/cybertecpostgresql/cybertec-pg-container:exporter-18.3-1",
    `registry.example.com:5000/cybertec-pg-container:postgres-gis-18.3-1@sha256:${"0".repeat(64)}`,
    "cybertec-pg-container:18",
    "postgres:17",
    "docker.io/library/postgres",
    "ghcr.io/zalando/spilo-17:4.0-p2",
  ].map((name): Situation => [`an image is of another kind: ${name}`, image(name)]),
  ...[
    "docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1",
    "registry.example.com/mirror/cybertec-pg-container:exporter-18.3",
    "postgres:17",
    "docker.io/library/postgres",
    `ghcr.io/zalando/spilo-17:4.0-p2@sha256:${"0".repeat(64)}`,
  ].map(
    (name): Situation => [
      `Postgres pods get an image of another kind: ${name}`,
      { postgresql: `spec: {dockerImage: "${name}"}` },
    ],
  ),
  ["Azure's key is not base64", repos(azure("key: no base64"))],
  [
    "a managed identity has no placeholder",
    {
      ...repos(azure("key: ''"), ", global: {repo1-azure-key-type: auto, repo1-retention-full: '7'}"),
      ...release("2.58.0"),
    },
  ],
  [
    "a managed identity, with a release that has none",
    {
      ...repos(azure("key: none"), ", global: {repo1-azure-key-type: auto, repo1-retention-full: '7'}"),
      ...release("2.50"),
    },
  ],
  ["the Secret has a file of the operator's name", { ...conf(""), "pgbackrest_instance.conf": "[global]" }],
  ["a CA file is not in the Secret", global("repo1-storage-ca-file: /etc/pgbackrest/conf.d/ca.crt")],
  // Repositories.
  [
    "the only repository is repo2",
    {
      ...repos(
        s3("schedule: {full: 0 1 * * *}", 2),
        ", global: {repo2-retention-full: '7', repo1-retention-full: null}",
      ),
      "s3.conf": "[global]\nrepo2-s3-key = x\nrepo2-s3-key-secret = x",
    },
  ],
  [
    "there are two volumes",
    repos(
      `${pvc}, {name: repo2, storage: pvc, volume: {size: 10Gi}, schedule: {full: 30 4 * * *}}`,
      ", global: {repo1-retention-full: '7', repo2-retention-full: '7'}",
    ),
  ],
  [
    "a volume and a bucket are mixed",
    {
      ...repos(
        `${pvc}, ${s3("schedule: {full: 0 3 * * *}", 2)}`,
        ", global: {repo2-path: /a, repo1-retention-full: '7', repo2-retention-full: '7'}",
      ),
      "s3.conf": "[global]\nrepo2-s3-key = x\nrepo2-s3-key-secret = x",
    },
  ],
  ["a path leads off the volume", repos(pvc, ", global: {repo1-path: /backups, repo1-retention-full: '7'}")],
  ["fields of S3 are missing", repos("{name: repo1, storage: s3, schedule: {full: 30 2 * * *}}")],
  ["fields of GCS are missing", repos("{name: repo1, storage: gcs, schedule: {full: 30 2 * * *}}")],
  ["fields of Azure are missing", repos("{name: repo1, storage: azure, schedule: {full: 30 2 * * *}}")],
  ["a volume is missing", repos("{name: repo1, storage: pvc, schedule: {full: 30 2 * * *}}")],
  [
    "an endpoint is not encrypted",
    repos(
      "{name: repo1, storage: s3, resource: backups, endpoint: 'http://minio:9000', region: eu, schedule: {full: 30 2 * * *}}",
    ),
  ],
  ["a repository has no full schedule", repos(s3("schedule: {incr: 0 * * * *}"))],
  [
    "a repository has no schedule",
    repos("{name: repo1, storage: s3, resource: backups, endpoint: s3.example.com, region: eu}"),
  ],
  ["a repository has no retention", global("repo1-retention-full: null")],
  [
    "one full backup is kept",
    {
      ...repos(
        s3("schedule: {full: 0 1 * * 0, incr: 0 2 * * *}"),
        ", global: {repo1-path: /demo, repo1-retention-full: '1'}",
      ),
    },
  ],
  ["WAL is kept for more backups than there are", global("repo1-retention-full: '2', repo1-retention-archive: '5'")],
  [
    "WAL is kept from the last backup on, of whatever type",
    repos(
      s3("schedule: {full: 30 2 * * 0, incr: 30 2 * * 1-6}"),
      ", global: {repo1-path: /demo, repo1-retention-full: '4', repo1-retention-archive-type: incr, repo1-retention-archive: '1'}",
    ),
  ],
  [
    "WAL is kept for fewer differential backups than there are",
    global("repo1-retention-diff: '3', repo1-retention-archive-type: diff, repo1-retention-archive: '2'"),
  ],
  ["WAL is kept for fewer backups than there are", global("repo1-retention-full: '7', repo1-retention-archive: '2'")],
  [
    "WAL is kept for more full backups than a time holds",
    {
      ...repos(
        s3("schedule: {full: 0 1 * * 0}"),
        ", global: {repo1-path: /demo, repo1-retention-full: '30', repo1-retention-full-type: time, repo1-retention-archive: '30'}",
      ),
    },
  ],
  [
    "WAL is counted by differential backups, and those are not",
    global("repo1-retention-archive-type: diff, repo1-retention-archive: '2'"),
  ],
  // Schedules.
  ["a schedule has four fields", repos(s3("schedule: {full: 30 2 * *}"))],
  [
    "a Secret is named as a reference",
    repos(s3("schedule: {full: 30 2 * * *}"), ", configuration: {secret: {name: demo-s3}}"),
  ],
  [
    "a time zone differs in case",
    {
      postgresql:
        "{metadata: {annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: timeZone=europe/vienna}}}",
    },
  ],
  ["a schedule has a time zone", repos(s3("schedule: {full: CRON_TZ=Europe/Vienna 30 2 * * *}"))],
  [
    "a clock is put back within an hour, and the controller goes round in circles",
    {
      postgresql:
        "{metadata: {annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/jobs: timeZone=Pacific/Chatham}}, spec: {backup: {pgbackrest: {repos: [" +
        s3("schedule: {full: '4,59 3,23 * * *'}") +
        "]}}}}",
    },
  ],
  ["a schedule is on 30 February", repos(s3("schedule: {full: 30 2 30 2 *}"))],
  ["a schedule is on weekday 7", repos(s3("schedule: {full: 30 2 * * 7}"))],
  ["a schedule is empty", repos(s3("schedule: {full: 30 2 * * *, diff: ''}"))],
  ["a schedule has an unknown name", repos(s3("schedule: {full: 30 2 * * *, incremental: 30 4 * * *}"))],
  ["two backups start at the same minute", repos(s3("schedule: {full: 30 2 * * *, incr: '*/30 * * * *'}"))],
  [
    "two repositories start at the same minute, with a release that locks the stanza",
    {
      ...repos(
        `${s3("schedule: {full: 0 1 * * *}")}, ${s3("schedule: {full: 0 1 * * *}", 2)}`,
        ", global: {repo1-path: /a, repo2-path: /a, repo1-retention-full: '7', repo2-retention-full: '7'}",
      ),
      ...conf("repo2-s3-key = x\nrepo2-s3-key-secret = x"),
      ...release("2.50"),
    },
  ],
  // Names and limits.
  ["a name has 34 characters", { postgresql: "metadata: {name: a-cluster-whose-name-has-34-letters}" }],
  [
    "a name with a volume has 32 characters",
    { postgresql: `metadata: {name: a-cluster-with-a-name-of-32-char}\n${repos(pvc).postgresql}` },
  ],
  ["a name has a dot", { postgresql: "metadata: {name: demo.db}" }],
  ["a name begins with a digit", { postgresql: "metadata: {name: 1demo}" }],
  [
    "a request is above the default limit",
    { postgresql: `spec: {backup: {pgbackrest: {resources: {requests: {memory: 1Gi}}, repos: [${pvc}]}}}` },
  ],
  ["a size does not parse", repos("{name: repo1, storage: pvc, volume: {size: 10K}, schedule: {full: 30 2 * * *}}")],
  ["the size of the data volume does not parse", { postgresql: "spec: {volume: {size: 1e3Gi}}" }],
  ["a label is that of Jobs", { postgresql: "spec: {labels: {batch.kubernetes.io/job-name: x}}" }],
  [
    "an inherited label is that of Jobs",
    {
      postgresql: "metadata: {labels: {job-name: x}}",
      functionConfig: "spec: {operator: {inherited_labels: [job-name]}}",
    },
  ],
  ["a label is a selector's", { postgresql: "spec: {labels: {application: other}}" }],
  ["a variable is a number", { postgresql: "spec: {env: [{name: A, value: 4}]}" }],
  [
    "a variable of a sidecar is a number",
    { postgresql: "spec: {sidecars: [{name: a, image: b, env: [{name: A, value: 4}]}]}" },
  ],
  [
    "a name ends like another's",
    { postgresql: `metadata: {name: prod-db}\n${repos(pvc).postgresql}`, other: "metadata: {name: db}" },
  ],
  [
    "a cluster is called like another's repo host",
    { ...repos(pvc), other: "metadata: {name: demo-pgbackrest-repo-host}" },
  ],
  ["two clusters write to one place", { other: "spec: {backup: {pgbackrest: {global: {repo1-path: /demo}}}}" }],
  ["an image has a quote", { postgresql: `spec: {backup: {pgbackrest: {image: "example/pgbackrest:18'"}}}` }],
  [
    "images have different releases",
    {
      postgresql: `spec: {dockerImage: 'cpo/postgres:rocky9-17.0-2', backup: {pgbackrest: {image: 'cpo/pgbackrest:18.3-1', repos: [${pvc}]}}}`,
    },
  ],
  // Restore and clone.
  ["a restore names no repository", restore("id: a, options: {type: immediate}")],
  ["a restore names repository 1", restore("id: a, repo: '1', options: {type: immediate}")],
  ["a restore names a repository that is not there", restore("id: a, repo: repo2, options: {type: immediate}")],
  ["a restore has no type", restore("id: a, repo: repo1")],
  [
    "a restore's time is of another form",
    restore("id: a, repo: repo1, options: {type: time, target: '2026-01-01T00:00:00Z'}"),
  ],
  [
    "a restore's time is not a date",
    restore("id: a, repo: repo1, options: {type: time, target: '2026-02-30 00:00:00+00'}"),
  ],
  ["a restore's time has no zone", restore("id: a, repo: repo1, options: {type: time, target: '2026-01-01 00:00:00'}")],
  ["a restore's time is missing", restore("id: a, repo: repo1, options: {type: time}")],
  [
    "a restore's time is before 1970",
    restore("id: a, repo: repo1, options: {type: time, target: '1960-01-31 11:59:00+00'}"),
  ],
  [
    "a restore's time has a zone that is none",
    restore("id: a, repo: repo1, options: {type: time, target: '2026-01-31 11:59:00+25'}"),
  ],
  [
    "a restore's time has a zone with sixty minutes",
    restore("id: a, repo: repo1, options: {type: time, target: '2026-01-31 11:59:00+00:60'}"),
  ],
  [
    "a restore of a set has no time",
    restore("id: a, repo: repo1, options: {type: time, set: 20260131-023000F, target: yesterday}"),
  ],
  [
    "a restore of a set has a day that is none",
    restore("id: a, repo: repo1, options: {type: time, set: 20260131-023000F, target: '2026-02-30 00:00:00+00'}"),
  ],
  [
    "a restore of a set has a time before it",
    restore("id: a, repo: repo1, options: {type: time, set: 20260131-023000F, target: '2026-01-31 03:29:59+01'}"),
  ],
  ["a restore's set is not a label", restore("id: a, repo: repo1, options: {type: immediate, set: latest}")],
  [
    "a restore's set has a day that is none",
    restore("id: a, repo: repo1, options: {type: immediate, set: 20261331-023000F}"),
  ],
  [
    "a restore's set is older than its full backup",
    restore("id: a, repo: repo1, options: {type: immediate, set: 20260131-023000F_20260130-023000I}"),
  ],
  [
    "a restore's timeline is not one",
    restore("id: a, repo: repo1, options: {type: time, target: '2026-01-31 11:59:00+00', target-timeline: abc}"),
  ],
  ["a restore's position is too long", restore("id: a, repo: repo1, options: {type: lsn, target: 0/123456789}")],
  [
    "a restore's transaction is too large",
    restore("id: a, repo: repo1, options: {type: xid, target: '99999999999999999999'}"),
  ],
  [
    "a restore point has a long name",
    restore(
      "id: a, repo: repo1, options: {type: name, target: before_upgrade_before_upgrade_before_upgrade_before_upgrade_before_upgrade_}",
    ),
  ],
  [
    "a restore has an id that was made for it",
    restore("id: restore-20260301T120000Z, repo: repo1, options: {type: immediate}"),
  ],
  ["a restore has a target and needs none", restore("id: a, repo: repo1, options: {type: immediate, target: x}")],
  ["a restore is on two instances", restore("id: a, repo: repo1, options: {type: immediate}", 2)],
  [
    "a restore on two instances may be over, where its block has to stay",
    {
      ...restore("id: a, repo: repo1, options: {type: immediate}", 2),
      functionConfig: "spec: {operator: {release: 0.9.0}}",
    },
  ],
  [
    "restore options are the image's",
    restore("id: a, repo: repo1, options: {type: immediate, delta: 'y', target-action: pause}"),
  ],
  ["a restore option reaches a shell", restore("id: a, repo: repo1, options: {type: name, target: '$(x)'}")],
  ["a restore option is a secret", restore("id: a, repo: repo1, options: {type: immediate, repo1-s3-key: x}")],
  ["a restore option is unknown", restore("id: a, repo: repo1, options: {type: immediate, db-inclde: a}")],
  ["a restore option is another command's", restore("id: a, repo: repo1, options: {type: immediate, start-fast: 'y'}")],
  ["a restore option is true", restore("id: a, repo: repo1, options: {type: immediate, link-all: 'true'}")],
  [
    "a restore option's condition is not met",
    restore("id: a, repo: repo1, options: {type: immediate, target-exclusive: 'y'}"),
  ],
  ["a restore is left over", restore("id: a, repo: repo1, options: {type: immediate}")],
  [
    "a clone's Azure key is in no section that counts before the operator's line",
    {
      ...clone("configuration: {secret: parent-azure}, options: {repo1-path: /parent}", cloneFromAzure),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-azure, namespace: pg}, stringData: {a.conf: "[global]\\nrepo1-azure-key = eA=="}}`,
    },
  ],
  [
    "a clone's Secret has no keys",
    {
      ...clone("configuration: {secret: parent-s3}, options: {repo1-path: /parent}"),
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-s3, namespace: pg}, stringData: {a.conf: "[global]\\nprocess-max=2\\nrepo2-s3-key = x"}}`,
    },
  ],
  [
    "a clone's Secret has one key, and the cluster has no backups",
    {
      postgresql: `spec: {backup: null, clone: {cluster: parent, pgbackrest: {configuration: {secret: parent-s3}, options: {repo1-path: /parent}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}}`,
      resource: `{apiVersion: v1, kind: Secret, metadata: {name: parent-s3, namespace: pg}, stringData: {a.conf: "[global]\\nrepo1-s3-key = x"}}`,
    },
  ],
  [
    "a clone's section is empty",
    {
      postgresql: "metadata: {name: unused, namespace: pg}",
      resource: `
        apiVersion: cpo.opensource.cybertec.at/v1
        kind: postgresql
        metadata: {name: young, namespace: pg}
        spec:
          teamId: acid
          numberOfInstances: 1
          postgresql: {version: "17"}
          volume: {size: 5Gi}
          clone:
            cluster: unused
            pgbackrest:
      `,
    },
  ],
  [
    "a clone has no region",
    clone("configuration: {secret: parent}", "storage: s3, resource: backups, endpoint: s3.example.com"),
  ],
  ["a clone option is misspelled", clone("configuration: {secret: parent}, options: {repo1-pth: /parent}")],
  ["a clone option is the operator's", clone("configuration: {secret: parent}, options: {repo1-s3-bucket: other}")],
  ["a clone option is a secret", clone("options: {repo1-path: /parent, repo1-s3-key: x}")],
  ["a clone option has a wrong value", clone("configuration: {secret: parent}, options: {repo1-path: parent}")],
  ["a clone from S3 has no Secret", clone("options: {repo1-path: /parent}")],
  [
    "a clone's key file is in another Secret",
    clone("configuration: {secret: parent}", "storage: gcs, resource: backups, keyType: service, key: gcs.json"),
  ],
  [
    "a clone looks elsewhere than its source writes",
    {
      postgresql: "metadata: {name: parent}",
      other:
        "metadata: {name: young}\nspec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: demo-s3}, options: {repo1-path: /elsewhere}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}, backup: {pgbackrest: {global: {repo1-path: /young}}}}",
    },
  ],
  [
    "a clone's timestamp has no numeric zone",
    { postgresql: "spec: {clone: {cluster: parent, timestamp: '2026-01-31T12:00:00Z'}}" },
  ],
  // The operator.
  [
    "the operator's CRD is not registered",
    { ...repos(gcs("keyType: auto, key: x")), functionConfig: "spec: {operator: {enable_crd_registration: false}}" },
  ],
  [
    "the CRD of the manifests is in force",
    {
      ...repos(pvc, ", labels: {tier: gold}"),
      functionConfig: "spec: {operator: {crd: manifests}}",
    },
  ],
  [
    "a CRD among the items has fewer fields",
    {
      ...repos(gcs("keyType: auto, key: x")),
      resource:
        "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: postgresqls.cpo.opensource.cybertec.at}, spec: {versions: [{name: v1, schema: {openAPIV3Schema: {properties: {spec: {x-kubernetes-preserve-unknown-fields: true, properties: {backup: {properties: {pgbackrest: {x-kubernetes-preserve-unknown-fields: true, properties: {repos: {items: {required: [region], properties: {name: {}, storage: {}, resource: {}, schedule: {properties: {full: {}}}, keyType: {}}}}}}}}}}}}}}]}}",
    },
  ],
  [
    "the operator's release does not know labels and variables",
    {
      postgresql: "spec: {labels: {a: b}, backup: {pgbackrest: {labels: {a: b}, env: [{name: TZ, value: UTC}]}}}",
      functionConfig: "spec: {operator: {release: 0.9.0}}",
    },
  ],
  [
    "the operator's release gives options of a restore to a shell without quotes",
    {
      postgresql:
        "spec: {numberOfInstances: 1, backup: {pgbackrest: {restore: {id: a, repo: repo1, options: {type: time, target: '2026-01-31 11:59:00+00'}}}}}",
      functionConfig: "spec: {operator: {release: 0.9.0}}",
    },
  ],
  [
    "the same with the quotes, and a restore that has to stay",
    {
      postgresql:
        "spec: {numberOfInstances: 1, backup: {pgbackrest: {restore: {id: a, repo: repo1, options: {type: time, target: '\"2026-01-31 11:59:00+00\"'}}}}}",
      functionConfig: "spec: {operator: {release: 0.9.0}}",
    },
  ],
  ["the operator's release is newer than all that are known", { functionConfig: "spec: {operator: {release: 1.0.0}}" }],
  ["the operator's release is a number", { functionConfig: "spec: {operator: {release: 0.9}}" }],
  [
    "the operator ignores no deployer's annotation",
    { ...repos(pvc), functionConfig: "spec: {operator: {ignored_annotations: [example.com/x]}}" },
  ],
  [
    "the operator does not use ConfigMaps",
    { ...repos(pvc), functionConfig: "spec: {operator: {kubernetes_use_configmaps: false}}" },
  ],
  ["the operator's labels are those of Jobs", { functionConfig: "spec: {operator: {cluster_labels: {job-name: x}}}" }],
  ["a downscaler's expression is not one", { functionConfig: "spec: {operator: {downscaler_annotations: ['[']}}" }],
  ["the grace period is in days", { functionConfig: "spec: {operator: {pod_terminate_grace_period: 1d}}" }],
  ["the release is not one", { functionConfig: "spec: {pgbackrestRelease: newest}" }],
  // Options that belong neither where they are nor in `global`.
  [
    "options that are wrong in each place are negated or numbered",
    {
      ...global("no-online: 'y', no-start-fast: 'y', reset-process-max: 'y', repo1-target-time: x, repo1-s3-kye: x"),
      "s3.conf": `[global]\n${keys}\nno-online = y\nrepo1-target-time = x\nrepo-host = x`,
    },
  ],
  [
    "variables set what no configuration file may",
    {
      postgresql:
        "spec: {env: [{name: PGBACKREST_STANZA, value: x}, {name: PGBACKREST_CONFIG, value: /etc/x}, {name: PGBACKREST_REPO1_TARGET_TIME, value: x}, {name: PGBACKREST_REPO_BUNDLE, value: 'y'}]}",
    },
  ],

  [
    "locks are in a folder of the system",
    {
      postgresql:
        "spec: {env: [{name: PGBACKREST_LOCK_PATH, value: /usr/lock}], backup: {pgbackrest: {global: {lock-path: /etc/x}}}}",
    },
  ],
  // The environment.
  [
    "an option in the environment does not reach archiving",
    { postgresql: "spec: {env: [{name: PGBACKREST_PROCESS_MAX, value: '4'}]}" },
  ],
  [
    "an option in the environment reaches only restores",
    { postgresql: "spec: {backup: {pgbackrest: {env: [{name: PGBACKREST_START_FAST, value: 'y'}]}}}" },
  ],
  [
    "an option in the environment is unknown",
    { postgresql: "spec: {env: [{name: PGBACKREST_PROCES_MAX, value: '4'}]}" },
  ],
  [
    "an option in the environment is true",
    { postgresql: "spec: {env: [{name: PGBACKREST_START_FAST, value: 'true'}]}" },
  ],
  // Who may connect to PostgreSQL, and its parameters.
  ["pg_hba asks everybody for a password", pgHba(["hostssl all all all scram-sha-256", "local all all scram-sha-256"])],
  [
    "pg_hba lets postgres in, but after it was turned away",
    pgHba(["local replication all trust", "local all all reject", "local all postgres trust"]),
  ],
  ["pg_hba has no line for the socket", pgHba(["host all all 127.0.0.1/32 trust", "hostssl all all all md5"])],
  [
    "pg_hba has lines for the socket, but none for postgres",
    pgHba(['local "all" all trust', "local app app peer", "local all ALL trust"]),
  ],
  [
    "pg_hba turns a role away and asks all others for a password, in one entry",
    pgHba(["local all +apps reject\nlocal all postgres,app md5", "host all all {{ .Values.network }} scram-sha-256"]),
  ],
  [
    "statements, transactions and sessions have limits",
    parameters("Statement_Timeout: '30000', transaction_timeout: 4min, idle_session_timeout: 90s"),
  ],
  [
    "statements have a limit of a second, though backups start at once",
    {
      postgresql:
        "spec: {postgresql: {parameters: {statement_timeout: 1 s}}, backup: {pgbackrest: {global: {start-fast: 'y'}}}}",
    },
  ],
  ["checkpoints take half an hour", parameters("checkpoint_timeout: '1800'")],
  [
    "variables lead pgBackRest away from the database",
    {
      postgresql:
        "spec: {env: [{name: PGUSER, value: app}, {name: PGSERVICE, value: app}, {name: PGREQUIREPEER, value: app}, {name: PGTARGETSESSIONATTRS, value: standby}, {name: PGCHANNELBINDING, value: require}], postgresql: {env: [{name: PGGSSENCMODE, value: require}]}}",
    },
  ],
  [
    "variables tell pgBackRest of another database",
    {
      postgresql:
        "spec: {env: [{name: PGBACKREST_PG1_USER, value: app}, {name: PGBACKREST_PG1_PORT, value: '5433'}, {name: PGBACKREST_PG1_PATH, value: /data}, {name: PGBACKREST_PG1_SOCKET_PATH, value: /tmp}], postgresql: {env: [{name: PGBACKREST_PG1_HOST, value: other}]}}",
    },
  ],
  [
    "variables tell the repo host of another database, in a cluster of one",
    {
      postgresql: `spec: {numberOfInstances: 1, backup: {pgbackrest: {env: [{name: PGBACKREST_PG1_PORT, value: '5433'}], repos: [${pvc}]}}}`,
    },
  ],
  ["archive_mode is false", parameters("archive_mode: 'false'")],
  ["archive_mode is always", parameters("archive_mode: always")],
  ["archive_mode is a word that PostgreSQL does not know", parameters("Archive_Mode: enabled")],
  ["archive_command is another program's", parameters("archive_command: cp %p /mnt/wal/%f")],
  ["archive_command is empty", parameters("archive_command: ''")],
  ["archive_command names another stanza", parameters("archive_command: pgbackrest --stanza=main archive-push %p")],
  [
    "archive_command only prints pgBackRest's name",
    parameters("archive_command: 'echo pgbackrest --stanza=db archive-push %p'"),
  ],
  [
    "archive_command never comes to pgBackRest",
    parameters("archive_command: 'exit 1; pgbackrest --stanza=db archive-push %p'"),
  ],
  [
    "archive_command succeeds whatever pgBackRest does",
    parameters("archive_command: 'pgbackrest --stanza=db archive-push %p || true'"),
  ],
  [
    "archive_command gets WAL instead of pushing it",
    parameters("archive_command: 'pgbackrest --stanza=db archive-get %f %p'"),
  ],
  ["archive_command names no stanza", parameters("archive_command: 'pgbackrest archive-push %p'")],
  [
    "archive_command reads another configuration",
    parameters("archive_command: 'pgbackrest --stanza=db --config=/tmp/x.conf archive-push %p'"),
  ],
  [
    "archive_command chooses a repository",
    parameters("archive_command: 'pgbackrest --stanza=db --repo=2 archive-push %p'"),
  ],
  [
    "archive_command passes only the name of the segment",
    parameters("archive_command: 'pgbackrest --stanza=db archive-push %f'"),
  ],
  ["the socket is elsewhere", parameters("Unix_Socket_Directories: '/tmp, /x'")],
  ["there is no socket", parameters("unix_socket_directories: ''")],
  ["the data directory is elsewhere", parameters("data_directory: /x")],
  ["the databases are excluded", global("exclude: base")],
  [
    "files of the databases are excluded",
    conf("exclude = base/\nexclude = global/pg_control\nexclude = pg_xact\nexclude = pg_wal"),
  ],
  ["archive_library is set", parameters("archive_library: basic_archive")],
  ["restore_command is another program's", parameters("restore_command: cp /mnt/wal/%f %p")],
  ["a replica lags on purpose", parameters("recovery_min_apply_delay: 1h")],
  ["archive_timeout is 0", parameters("archive_timeout: 0s")],
  [
    "keys come from a web identity",
    {
      postgresql:
        "spec: {env: [{name: AWS_ROLE_ARN, value: arn}, {name: AWS_WEB_IDENTITY_TOKEN_FILE, value: /token}], backup: {pgbackrest: {global: {repo1-s3-key-type: web-id}}}}",
      "s3.conf": "[global]\nprocess-max = 2",
    },
  ],
  [
    "keys come from a pod identity",
    { ...global("repo1-s3-key-type: pod-id"), "s3.conf": "[global]\nprocess-max = 2", ...release("2.58.0") },
  ],
  // Options that cannot work where they are.
  ["backups are taken from a standby, with object storage", global("backup-standby: 'y'")],
  [
    "backups are taken from a standby, with one instance",
    {
      postgresql: `spec: {numberOfInstances: 1, backup: {pgbackrest: {repos: [${pvc}], global: {backup-standby: 'y'}}}}`,
    },
  ],
  [
    "the environment takes backups from a standby",
    { postgresql: "spec: {env: [{name: PGBACKREST_BACKUP_STANDBY, value: 'y'}]}" },
  ],
  ["nothing expires", conf("expire-auto = n")],
  ["nothing waits for WAL", global("archive-check: 'n'")],
  ["a standby cluster has schedules", { postgresql: "spec: {standby: {standby_host: a.example.com}}" }],
  [
    "differential backups have a retention and no schedule",
    repos(
      s3("schedule: {full: 30 2 * * 0, incr: 30 2 * * 1-6}"),
      ", global: {repo1-path: /demo, repo1-retention-full: '4', repo1-retention-diff: '7'}",
    ),
  ],
  [
    "retention is set for the command expire",
    { ...global("repo1-retention-full: null"), ...conf("[global:expire]\nrepo1-retention-full = 7") },
  ],
  ["the server has another port", repos(pvc, ", global: {tls-server-port: '9000', repo1-retention-full: '7'}")],
  // Values that are no values.
  ["credentials are in quotes", { "s3.conf": "[global]\nrepo1-s3-key = \"x\"\nrepo1-s3-key-secret = 'x'" }],
  ["credentials have a comment", { "s3.conf": "[global]\nrepo1-s3-key = x # of the shop\nrepo1-s3-key-secret = x" }],
  ["a passphrase is in quotes", conf('repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = "secret word"')],
  ["the Secret's name has its namespace", secret("pg/demo-s3")],
  ["the Secret's name was not filled in", secret("<secret>")],
  ["the Secret's name is in capitals", secret("CHANGEME")],
  ["the Secret's name has an underscore", secret("demo_S3")],
  ["the Secret's name ends in a blank", secret("'demo-s3 '")],
  ["the Secret's name is too long", secret("a".repeat(254))],
  ["a clone's Secret has its namespace", clone("configuration: {secret: pg/parent}, options: {repo1-path: /parent}")],
  ["a key is still CHANGEME", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = CHANGEME" }],
  ["a key is still REPLACE_ME", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = REPLACE_ME" }],
  ["a key is still TODO", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = TODO" }],
  ["a key is still xxx", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = xxx" }],
  ["a key is still ***", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = ***" }],
  ["a key is still placeholder", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = placeholder" }],
  ["a key is still <your-key>", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = <your-key>" }],
  ["a key is still <your secret>", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = <your secret>" }],
  ["a key is still $(X)", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = $(X)" }],
  ["a key is still %%SECRET%%", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = %%SECRET%%" }],
  ["a key is still ...", { "s3.conf": "[global]\nrepo1-s3-key = x\nrepo1-s3-key-secret = ..." }],
  ["a path has a word in the place of the cluster", global("repo1-path: /pg/<cluster>/repo1")],
  ["a path is to be changed", global("repo1-path: /CHANGEME")],
  ["a passphrase is to be changed", conf("repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = changeme")],
  ["credentials are nothing but quotes", { "s3.conf": "[global]\nrepo1-s3-key = \"\"\nrepo1-s3-key-secret = ''" }],
  ["credentials have one quote", { "s3.conf": "[global]\nrepo1-s3-key = \"x\nrepo1-s3-key-secret = x'" }],
  [
    "credentials are in curly quotes",
    { "s3.conf": "[global]\nrepo1-s3-key = \u201cx\u201d\nrepo1-s3-key-secret = \u2018x" },
  ],
  [
    "credentials have a comment as in other files",
    { "s3.conf": "[global]\nrepo1-s3-key = x ; y\nrepo1-s3-key-secret = x" },
  ],
  [
    "credentials have blanks that pgBackRest does not remove",
    { "s3.conf": "[global]\nrepo1-s3-key = x\u00a0\nrepo1-s3-key-secret = \u200bx" },
  ],
  ["a passphrase is two quotes", conf('repo1-cipher-type = aes-256-cbc\nrepo1-cipher-pass = ""')],
  ["a path ends in a quote", global("repo1-path: '/demo\"'")],
  ["a path has a comment", global("repo1-path: '/demo # of the shop'")],
  ["a file is in UTF-16", { "s3.conf": `[global]\n${keys}`.replace(/./gs, "$&\0") }],
  ["a bucket is a URL", repos(location("resource: 's3://backups/pg/demo', endpoint: s3.example.com"))],
  [
    "a bucket is the URL of its store",
    repos(location("resource: 'https://backups.s3.example.com', endpoint: s3.example.com")),
  ],
  ["a bucket is an ARN", repos(location("resource: 'arn:aws:s3:::backups', endpoint: s3.example.com"))],
  [
    "a bucket is the ARN of an access point",
    repos(location("resource: 'arn:aws:s3:eu-west-1:123:accesspoint/x', endpoint: s3.example.com")),
  ],
  ["a bucket was not filled in", repos(location("resource: <bucket>, endpoint: s3.example.com"))],
  ["a container was not filled in", repos(azure("key: ''").replace("backups", "<container>"))],
  ["a bucket's name is too long", repos(location(`resource: ${"a".repeat(64)}, endpoint: s3.example.com`))],
  [
    "a bucket's name is too short for Amazon",
    repos(location("resource: ab, endpoint: s3.eu-west-1.amazonaws.com").replace("eu,", "eu-west-1,")),
  ],
  ["a bucket begins with a hyphen", repos(location("resource: -backups, endpoint: s3.example.com"))],
  ["a bucket has a path", repos(location("resource: backups/pg, endpoint: s3.example.com"))],
  ["a bucket has a blank", repos(location("resource: back ups, endpoint: s3.example.com"))],
  [
    "a bucket has capitals",
    repos(location("resource: Backups, endpoint: s3.eu-west-1.amazonaws.com").replace("eu,", "eu-west-1,")),
  ],
  ["a bucket of another store has capitals", repos(location("resource: Backups, endpoint: s3.example.com"))],
  [
    "a bucket of GCS is a URL",
    repos("{name: repo1, storage: gcs, resource: 'gs://backups', keyType: auto, schedule: {full: 30 2 * * *}}"),
  ],
  [
    "a container has a path",
    repos(
      "{name: repo1, storage: azure, resource: backups/pg, endpoint: blob.core.windows.net, account: demo, key: '', schedule: {full: 30 2 * * *}}",
    ),
  ],
  [
    "a clone's bucket is a URL",
    clone(
      "configuration: {secret: parent}",
      "storage: s3, resource: 's3://backups', endpoint: s3.example.com, region: eu",
    ),
  ],
  [
    "a clone's endpoint is a Service",
    clone("configuration: {secret: parent}", "storage: s3, resource: backups, endpoint: minio.pg.svc, region: eu"),
  ],
  [
    "a clone's endpoint is an address, and no Secret can say otherwise",
    clone("options: {repo1-path: /parent}", "storage: s3, resource: backups, endpoint: 10.0.0.5, region: eu"),
  ],
  ["an endpoint was not filled in", repos(location("resource: backups, endpoint: <endpoint>"))],
  ["an endpoint is two", repos(location("resource: backups, endpoint: 's3.a.com,s3.b.com'"))],
  ["an endpoint has a user", repos(location("resource: backups, endpoint: user@s3.example.com"))],
  [
    "an endpoint has a port that does not exist",
    repos(location("resource: backups, endpoint: 's3.example.com:99999'")),
  ],
  [
    "an endpoint has a word for its port",
    repos(location("resource: backups, endpoint: 'https://s3.example.com:https'")),
  ],
  [
    "a clone's endpoint and region were not filled in",
    clone(
      "configuration: {secret: parent}, options: {repo1-path: /parent}",
      "storage: s3, resource: backups, endpoint: <endpoint>, region: <region>",
    ),
  ],
  [
    "a region was not filled in",
    repos(location("resource: backups, endpoint: s3.example.com").replace("eu,", "<region>,")),
  ],
  [
    "a region has blanks",
    repos(location("resource: backups, endpoint: s3.example.com").replace("eu,", "eu central 1,")),
  ],
  [
    "a region is an availability zone",
    repos(location("resource: backups, endpoint: s3.amazonaws.com").replace("eu,", "eu-central-1a,")),
  ],
  [
    "a region is not one of Amazon's",
    repos(location("resource: backups, endpoint: s3.amazonaws.com").replace("eu,", "frankfurt,")),
  ],
  ["an endpoint is an address", repos(location("resource: backups, endpoint: '10.0.0.5:9000'"))],
  ["an endpoint is an address of version 6", repos(location("resource: backups, endpoint: 'https://[fd00::5]:9000'"))],
  ["an endpoint has no domain", repos(location("resource: backups, endpoint: 'minio:9000'"))],
  ["an endpoint is a Service", repos(location("resource: backups, endpoint: minio.pg.svc"))],
  [
    "an endpoint has the bucket already",
    repos(location("resource: backups, endpoint: backups.s3.eu-west-1.amazonaws.com").replace("eu,", "eu-west-1,")),
  ],
  [
    "an endpoint of Azure has the account already",
    {
      ...repos(
        "{name: repo1, storage: azure, resource: backups, endpoint: demo.blob.core.windows.net, account: demo, key: '', schedule: {full: 30 2 * * *}}",
      ),
      "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==",
    },
  ],
  [
    "an endpoint is an address, and the Secret is elsewhere",
    {
      postgresql: `spec: {backup: {pgbackrest: {configuration: {secret: of-another-repository}, global: {repo1-path: /demo}, repos: [${location("resource: backups, endpoint: 10.0.0.5")}]}}}`,
    },
  ],
  // One place, whatever it is called.
  [
    "two clusters write to one bucket, whose host is global for one of them",
    twoPlaces(
      "endpoint: s3.us-east-1.amazonaws.com, region: us-east-1",
      "endpoint: 's3.amazonaws.com', region: us-east-1",
    ),
  ],
  [
    "two clusters write to one Service, which has two names",
    twoHosts("minio.minio.svc:9000", "https://minio.minio.svc.cluster.local:9000"),
  ],
  ["two clusters write to one Service of their namespace", twoHosts("minio", "minio.pg.svc")],
  [
    "two clusters write to one Service, in a cluster with a domain of its own",
    {
      ...twoHosts("minio.minio", "minio.minio.svc.k8s.example.com"),
      functionConfig: "spec: {operator: {cluster_domain: k8s.example.com}}",
    },
  ],
  [
    "a clone writes where it reads, under another name of the Service",
    {
      postgresql:
        "spec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: demo-s3}, options: {repo1-path: /demo, repo1-s3-uri-style: path}, repo: {storage: s3, resource: backups, endpoint: minio, region: eu}}}, backup: {pgbackrest: {global: {repo1-path: /demo, repo1-s3-uri-style: path}, repos: [{name: repo1, storage: s3, resource: backups, endpoint: minio.pg.svc, region: eu, schedule: {full: 30 2 * * *}}]}}}",
    },
  ],
  [
    "two clusters write to one bucket, whose host is dual-stack for one of them",
    twoPlaces(
      "endpoint: s3.us-east-1.amazonaws.com, region: us-east-1",
      "endpoint: 's3.dualstack.us-east-1.amazonaws.com', region: us-east-1",
    ),
  ],
  [
    "two clusters write to one bucket, whose host is an older one for one of them",
    twoPlaces(
      "endpoint: s3.us-east-1.amazonaws.com, region: us-east-1",
      "endpoint: 's3-us-east-1.amazonaws.com', region: us-east-1",
    ),
  ],
  [
    "two clusters write to one bucket, whose host is a URL with the port of HTTPS for one of them",
    twoPlaces(
      "endpoint: s3.us-east-1.amazonaws.com, region: us-east-1",
      "endpoint: 'https://s3.us-east-1.amazonaws.com:443/', region: us-east-1",
    ),
  ],
  [
    "two clusters write to one bucket, whose host is one with a dot at its end for one of them",
    twoPlaces(
      "endpoint: s3.us-east-1.amazonaws.com, region: us-east-1",
      "endpoint: 's3.us-east-1.amazonaws.com.', region: us-east-1",
    ),
  ],
  [
    "two clusters write to one bucket, whose host is one in capitals for one of them",
    twoPlaces(
      "endpoint: s3.us-east-1.amazonaws.com, region: us-east-1",
      "endpoint: 'S3.US-EAST-1.AMAZONAWS.COM', region: us-east-1",
    ),
  ],
  [
    "two clusters write to one bucket, whose host is an accelerated one for one of them",
    twoPlaces(
      "endpoint: s3.us-east-1.amazonaws.com, region: us-east-1",
      "endpoint: 's3-accelerate.amazonaws.com', region: us-east-1",
    ),
  ],
  [
    "two clusters write to one bucket of GCS, one of them in the manner of S3",
    {
      ...twoPlaces("endpoint: storage.googleapis.com, region: eu", ""),
      other:
        "spec: {backup: {pgbackrest: {repos: [{name: repo1, storage: gcs, resource: backups, keyType: auto, schedule: {full: 30 2 * * *}}]}}}",
      "s3.conf": `[global]\n${keys}`,
    },
  ],
  // Fields and clones.
  [
    "protection.restore is set",
    { postgresql: "spec: {backup: {pgbackrest: {configuration: {protection: {restore: true}}}}}" },
  ],
  [
    "a bucket has a dot and certificates are not verified",
    {
      ...repos(
        "{name: repo1, storage: s3, resource: a.b, endpoint: s3.example.com, region: eu, schedule: {full: 30 2 * * *}}",
        ", global: {repo1-storage-verify-tls: 'n', repo1-retention-full: '7'}",
      ),
    },
  ],
  [
    "an account is for S3",
    repos(location("resource: backups, endpoint: s3.example.com, account: shop, key: x, keyType: auto")),
  ],
  [
    "a volume is in object storage",
    repos(location("resource: backups, endpoint: s3.example.com, volume: {size: 10Gi}")),
  ],
  ["GCS has an endpoint and a region", repos(gcs("keyType: auto, endpoint: storage.example.com, region: eu"))],
  [
    "Azure has a kind of key",
    { ...repos(azure("keyType: auto, region: eu")), "azure.conf": "[db]\nrepo1-azure-key = ZXhhbXBsZQ==" },
  ],
  [
    "a volume has a bandwidth and an endpoint",
    repos(
      "{name: repo1, storage: pvc, endpoint: s3.example.com, volume: {size: 10Gi, iops: 3000, throughput: 125, subPath: a}, schedule: {full: 30 2 * * *}}",
    ),
  ],
  [
    "a clone has a kind of key",
    clone(
      "configuration: {secret: parent}",
      "storage: s3, resource: backups, endpoint: s3.example.com, region: eu, keyType: auto",
    ),
  ],
  [
    "a clone writes where a source that is elsewhere writes",
    {
      postgresql:
        "spec: {clone: {cluster: parent, pgbackrest: {configuration: {secret: demo-s3}, options: {repo1-path: /demo}, repo: {storage: s3, resource: backups, endpoint: S3.example.com., region: eu}}}, backup: {pgbackrest: {global: {repo1-path: /demo/}}}}",
    },
  ],
  [
    "a cluster is made anew from its own backups",
    {
      postgresql:
        "spec: {clone: {cluster: demo, pgbackrest: {configuration: {secret: demo-s3}, options: {repo1-path: /demo}, repo: {storage: s3, resource: backups, endpoint: s3.example.com, region: eu}}}, backup: {pgbackrest: {global: {repo1-path: /demo}}}}",
    },
  ],
  ["there are three thousand million instances", { postgresql: "spec: {numberOfInstances: 3000000000}" }],
  // Schedules that mean something else.
  ["a schedule is meant for the last day of each month", repos(s3("schedule: {full: 30 2 31 * *}"))],
  ["a schedule is for days 29 and 30", repos(s3("schedule: {full: '30 2 29,30 * *'}"))],
  ["a schedule is for day 30", repos(s3("schedule: {full: '30 2 30 2-4 *'}"))],
  [
    "an endpoint of Amazon's is in another region",
    repos(
      "{name: repo1, storage: s3, resource: backups, endpoint: s3.dualstack.eu-west-1.amazonaws.com, region: us-east-1, schedule: {full: 30 2 * * *}}",
    ),
  ],
  [
    "a clone's endpoint is in another region",
    clone(
      "configuration: {secret: demo-s3}",
      "storage: s3, resource: b, endpoint: s3-us-west-2.amazonaws.com, region: eu",
    ),
  ],
  ["a container has an underscore", repos(azure("key: ZXhhbXBsZQ==").replace("backups", "my_backups"))],
  [
    "the path of a key file is given in place of its name",
    { ...repos(gcs("key: /etc/pgbackrest/conf.d/gcs.json, keyType: service")), "gcs.json": account },
  ],
  ["a schedule is meant for the first Sunday", repos(s3("schedule: {full: 0 1 1-7 * 0}"))],
  ["a schedule is meant for every second day of a working week", repos(s3("schedule: {full: 0 1 */2 * mon-fri}"))],
  ["a schedule has a day of the month and all days of the week", repos(s3("schedule: {full: 0 1 1 * 0-6}"))],
  ["a schedule has no minute", repos(s3("schedule: {full: '* 2 * * *'}"))],
  ["a schedule is for every minute", repos(s3("schedule: {full: 30 2 * * 0, incr: '* * * * *'}"))],
  [
    "full backups are more in a day than are kept",
    repos(s3("schedule: {full: '@every 1h'}"), ", global: {repo1-path: /demo, repo1-retention-full: '7'}"),
  ],
  [
    "a policy asks for a window that WAL is too short for",
    { ...policy("{window: 14d}"), ...global('repo1-retention-full: "30", repo1-retention-archive: "3"') },
  ],
  [
    "a policy asks for a longer window than days are kept",
    { ...policy("{window: 3w}"), ...global('repo1-retention-full: "14", repo1-retention-full-type: time') },
  ],
  ["a policy asks for a window, and there is no schedule", { ...policy("{window: 1d}"), ...repos(s3("schedule: {}")) }],
  [
    "a policy allows less than a WAL segment",
    { ...policy("{rpo: 1h}"), postgresql: "spec: {postgresql: {parameters: {archive_timeout: '0'}}}" },
  ],
  [
    "a policy allows a little, and nothing is archived",
    { ...policy("{rpo: 1h}"), postgresql: "spec: {postgresql: {parameters: {archive_mode: 'off'}}}" },
  ],
  [
    "a policy asks for encryption, and the Secret may say it",
    {
      ...policy("{encryption: true}"),
      postgresql: "spec: {backup: {pgbackrest: {configuration: {secret: elsewhere}}}}",
    },
  ],
  [
    "a policy asks for two repositories, and the second has no full backups",
    {
      ...policy("{repos: 2}"),
      ...repos(`${s3("schedule: {full: 30 2 * * *}")}, ${s3("schedule: {incr: 30 4 * * *}", 2)}`),
    },
  ],
  ["a policy allows a little, and no backup is ever taken", { ...policy("{rpo: 1h}"), ...repos(s3("schedule: {}")) }],
  [
    "a policy allows a little, and all backups are suspended",
    { functionConfig: "spec: {policy: {rpo: 1h, repos: 1}, jobs: {suspend: true}}" },
  ],
  [
    "a policy allows a little, and the cluster is a standby",
    { ...policy("{rpo: 1h, repos: 1}"), postgresql: "spec: {standby: {standby_host: primary.example.com}}" },
  ],
  [
    "a policy asks for a window, and the Secret may say how long backups are kept",
    {
      ...policy("{window: 1d}"),
      postgresql:
        "spec: {backup: {pgbackrest: {global: {repo1-retention-full: null}, configuration: {secret: elsewhere}}}}",
    },
  ],
  [
    "a policy asks for a window, and a later step fills in how long backups are kept",
    { ...policy("{window: 1d}"), ...global("repo1-retention-full: '{{ .retention }}'") },
  ],
  [
    "a policy asks for all, and a later step fills in the schedule",
    { ...policy("{window: 1d, rpo: 1h, repos: 1}"), ...repos(s3("schedule: {full: '{{ .full }}'}")) },
  ],
  [
    "a policy asks for a window, and pgBackRest refuses how long backups are kept",
    { ...policy("{window: 1d}"), ...global("repo1-retention-full: '0'") },
  ],
  [
    "a policy asks for a window, and each full backup meets a differential one",
    { ...policy("{window: 1d}"), ...repos(s3("schedule: {full: 30 2 * * *, diff: 30 2 * * *}")) },
  ],
  [
    "a policy asks for a window, and some full backups meet a differential one",
    { ...policy("{window: 5d}"), ...repos(s3("schedule: {full: 30 2 * * *, diff: 30 2 * * 0}")) },
  ],
  [
    "a policy asks for a longer window than a variable keeps",
    {
      ...policy("{window: 5d}"),
      postgresql: "spec: {env: [{name: PGBACKREST_REPO1_RETENTION_FULL, value: '2'}]}",
    },
  ],
  [
    "a policy allows nothing to be lost",
    { ...policy("{rpo: 0s}"), postgresql: "spec: {postgresql: {parameters: {archive_timeout: '60'}}}" },
  ],
  [
    "a policy allows a little, and PostgreSQL takes no unit in capitals",
    { ...policy("{rpo: 1h}"), postgresql: "spec: {postgresql: {parameters: {archive_timeout: 5 MIN}}}" },
  ],
  ["a policy has a duration that is none", policy("{window: fortnight}")],
];
