/* What is said of the fields of a `postgresql`, by path; `[]` is an entry of a list, `*` one of a map. */

interface Words {
  readonly description: string;
  readonly default?: string;
  readonly examples?: readonly string[];
}

const unused = "The operator does not use it here.";

const volume = (path: string, of: string, isOfRepository = false): Readonly<Record<string, Words>> => ({
  [path]: { description: `${of}.` },
  [`${path}.size`]: { description: "Size of the volume.", examples: ["5Gi", "100Gi"] },
  [`${path}.storageClass`]: { description: "StorageClass of the volume; the cluster's default if it is missing." },
  [`${path}.selector`]: { description: "Which PersistentVolumes may be taken, by their labels." },
  [`${path}.selector.matchLabels`]: { description: "Labels that a volume must have." },
  [`${path}.selector.matchExpressions`]: { description: "Conditions on the labels of a volume." },
  [`${path}.selector.matchExpressions.[].key`]: { description: "Key of a label." },
  [`${path}.selector.matchExpressions.[].operator`]: { description: "How the label's value is compared." },
  [`${path}.selector.matchExpressions.[].values`]: { description: "Values, for In and NotIn." },
  [`${path}.iops`]: { description: isOfRepository ? unused : "Input and output operations per second, on AWS." },
  [`${path}.throughput`]: { description: isOfRepository ? unused : "Throughput in MiB per second, on AWS." },
  [`${path}.subPath`]: { description: isOfRepository ? unused : "Folder of the volume that is mounted." },
});

const resources = (path: string, of: string): Readonly<Record<string, Words>> => ({
  [path]: { description: `CPU and memory of ${of}.` },
  ...Object.fromEntries(
    [
      ["requests", "What is asked for"],
      ["limits", "The most that may be used"],
    ].flatMap(([name, what]) => [
      [`${path}.${name}`, { description: `${what}.` }],
      [`${path}.${name}.cpu`, { description: `${what} of CPU.`, examples: ["500m", "1"] }],
      [`${path}.${name}.memory`, { description: `${what} of memory.`, examples: ["500Mi", "1Gi"] }],
    ]),
  ),
});

const location = (path: string): Readonly<Record<string, Words>> => ({
  [`${path}.storage`]: {
    description:
      "Where the repository is: `s3`, `gcs` or `azure` is an object store, `pvc` a volume, which a repo host serves.",
  },
  [`${path}.resource`]: { description: "The bucket (`s3`, `gcs`) or the container (`azure`).", examples: ["backups"] },
  [`${path}.endpoint`]: {
    description: "Host of the object store, without `https://`.",
    examples: ["s3.eu-central-1.amazonaws.com", "blob.core.windows.net"],
  },
  [`${path}.region`]: { description: "Region of the bucket; `s3` only.", examples: ["eu-central-1"] },
  [`${path}.account`]: { description: "Storage account; `azure` only." },
  [`${path}.key`]: {
    description:
      "`gcs`: name of the key file in the Secret. `azure`: the account key in clear text; write it into the Secret instead.",
    examples: ["gcs-key.json"],
  },
  [`${path}.keyType`]: {
    description: "How Google is asked for access; `gcs` only: `service`, `token` or `auto`.",
    examples: ["service", "auto"],
  },
});

const section = "spec.backup.pgbackrest";
const repo = `${section}.repos.[]`;

/** The words of each field, by its path. */
export const postgresqlWords: Readonly<Record<string, Words>> = {
  apiVersion: { description: "The API of the CYBERTEC PG operator.", default: "cpo.opensource.cybertec.at/v1" },
  kind: { description: "The kind of resource.", default: "postgresql" },
  metadata: { description: "Name, namespace, labels and annotations of the cluster." },
  "metadata.name": { description: "Name of the cluster; all its objects begin with it.", examples: ["demo"] },
  "metadata.namespace": { description: "Namespace of the cluster and of all its objects." },
  "metadata.labels": { description: "Labels of the resource." },
  "metadata.annotations": { description: "Annotations of the resource, also those of expand-pgbackrest." },
  spec: { description: "What the operator is to run." },
  status: { description: "What the operator writes; leave it out." },
  "spec.teamId": { description: "The team that the cluster belongs to.", examples: ["acid"] },
  "spec.numberOfInstances": { description: "How many Postgres pods the cluster has, the primary included." },
  "spec.postgresql": { description: "Version and parameters of PostgreSQL." },
  "spec.postgresql.version": { description: "Major version of PostgreSQL, in quotes." },
  "spec.postgresql.parameters": { description: "Parameters of postgresql.conf, each value in quotes." },
  "spec.dockerImage": {
    description: "Image of the Postgres pods; without it, the one of the operator's configuration.",
  },
  "spec.env": { description: "Environment variables of the Postgres pods." },
  "spec.tde": { description: "Transparent data encryption." },
  "spec.monitor": { description: "The sidecar that serves metrics." },
  "spec.patroni": { description: "Settings of Patroni." },
  "spec.users": { description: "Roles that the operator creates, each with its flags." },
  "spec.databases": { description: "Databases that the operator creates, each with its owner." },
  "spec.standby": { description: "The cluster that this one follows." },
  "spec.sidecars": { description: "More containers of the Postgres pods." },
  "spec.initContainers": { description: "Containers that run before Postgres starts." },
  "spec.tls": { description: "Certificates of the server." },
  "spec.tolerations": { description: "Taints that the pods tolerate." },
  "spec.nodeAffinity": { description: "Nodes that the pods may run on." },
  ...volume("spec.volume", "The volume of each Postgres pod"),
  ...resources("spec.resources", "the Postgres container"),
  "spec.backup": { description: "How the cluster is backed up." },
  [section]: { description: "Backups by pgBackRest." },
  [`${section}.image`]: {
    description:
      "Image of the backup jobs, of the repo host and of restores; its pgBackRest needs the release that is in the Postgres image.",
    examples: ["docker.io/cybertecpostgresql/cybertec-pg-container:pgbackrest-18.3-1"],
  },
  [`${section}.configuration`]: { description: "More configuration of pgBackRest." },
  [`${section}.configuration.secret`]: {
    description:
      "Secret whose `*.conf` files pgBackRest reads: keys of object stores, passphrases. A file must end in `.conf`.",
    examples: ["demo-s3"],
  },
  [`${section}.configuration.protection`]: { description: "The operator does not read it." },
  [`${section}.configuration.protection.restore`]: {
    description: "The operator does not read it: it protects from nothing.",
  },
  [`${section}.global`]: {
    description:
      'Options of pgBackRest for all its commands: lines of `[global]`. Values are texts: write `"y"`, `"n"` and numbers in quotes. Options of a repository begin with its name, for example `repo1-retention-full`.',
  },
  [`${section}.repos`]: { description: "Repositories, one to four, named `repo1`, `repo2` and so on in this order." },
  [repo]: { description: "A repository: a place for backups and WAL, and when backups are taken." },
  [`${repo}.name`]: { description: "`repo1` to `repo4`, by the place in the list.", examples: ["repo1"] },
  ...location(repo),
  [`${repo}.schedule`]: {
    description: "When backups are taken, as cron expressions: minute, hour, day, month, weekday.",
  },
  [`${repo}.schedule.full`]: {
    description: "Full backups: all that is needed to restore, without other backups.",
    examples: ["30 2 * * 0"],
  },
  [`${repo}.schedule.diff`]: {
    description: "Differential backups: what has changed since the last full backup.",
    examples: ["30 2 * * 1-6"],
  },
  [`${repo}.schedule.incr`]: {
    description: "Incremental backups: what has changed since the last backup of any kind.",
    examples: ["30 */4 * * *"],
  },
  ...volume(`${repo}.volume`, "The volume of the repo host; `pvc` only", true),
  [`${section}.restore`]: { description: "A restore in place: data of the cluster is replaced when `id` changes." },
  [`${section}.restore.id`]: { description: "Any text. A new one begins a restore.", examples: ["restore-1"] },
  [`${section}.restore.repo`]: { description: "The repository to restore from.", examples: ["repo1"] },
  [`${section}.restore.options`]: {
    description: "Options of `pgbackrest restore` without the dashes, for example `type: time` and `target`.",
  },
  ...resources(`${section}.resources`, "the repo host"),
  [`${section}.env`]: { description: "Environment variables of the repo host, the backup jobs and restores." },
  [`${section}.labels`]: { description: "Labels of the pods of the repo host and of the backup jobs." },
  "spec.clone": { description: "The cluster that this one begins as a copy of." },
  "spec.clone.cluster": { description: "Name of the cluster to copy." },
  "spec.clone.timestamp": {
    description: "The moment to copy, with a time zone; without it, a running cluster is copied.",
    examples: ["2026-01-31T12:00:00+00:00"],
  },
  "spec.clone.uid": { description: "The `metadata.uid` of the cluster to copy." },
  "spec.clone.s3_endpoint": { description: "Endpoint of WAL-G's archive." },
  "spec.clone.s3_access_key_id": { description: "Access key of WAL-G's archive." },
  "spec.clone.s3_secret_access_key": { description: "Secret key of WAL-G's archive." },
  "spec.clone.s3_force_path_style": { description: "Whether WAL-G writes the bucket into the path of URLs." },
  "spec.clone.s3_wal_path": { description: "Path of WAL-G's archive." },
  "spec.clone.pgbackrest": { description: "Copies from a pgBackRest repository." },
  "spec.clone.pgbackrest.configuration": { description: "More configuration of pgBackRest for the copy." },
  "spec.clone.pgbackrest.configuration.secret": { description: "Secret whose `*.conf` files the copy reads." },
  "spec.clone.pgbackrest.options": { description: "Options of `pgbackrest restore` for the copy, without the dashes." },
  "spec.clone.pgbackrest.repo": { description: "The repository to copy from." },
  ...location("spec.clone.pgbackrest.repo"),
};
