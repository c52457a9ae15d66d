/**
 * What other tools call a field of a `postgresql`, by our name for it. Compared without case and punctuation. Sources:
 * [PGO] PostgresCluster of Crunchy's operator, spec.backups.pgbackrest; [Percona] PerconaPGCluster, the same with names of its own;
 * [Zalando] postgresql of the operator that CPO is a fork of; [CNPG] Cluster of CloudNativePG; [WAL-G] its variables;
 * [guide] the options of pgBackRest's user guide.
 */
export const fieldSynonyms: Readonly<Record<string, readonly string[]>> = {
  // Backups.
  diff: ["differential", "diffs"], // [PGO] [Percona]
  incr: ["incremental", "inc"], // [PGO] [Percona]
  repos: ["repositories", "repository"], // [guide]
  secret: ["secretName", "secretRef", "credentialsSecret", "existingSecret"], // [Percona] [CNPG]
  schedule: ["schedules", "cron", "backupSchedule"], // [PGO] [CNPG]
  global: ["options", "globals", "config"], // [guide]
  pgbackrest: ["pgBackRestSection", "backrest"], // [Percona]
  storage: ["type", "storageType", "provider"], // [Percona]
  resource: ["bucket", "bucketName", "s3Bucket", "container", "gcsBucket"], // [PGO] [Percona]
  endpoint: ["endpointUrl", "endpointURL", "s3Endpoint", "host", "awsEndpoint"], // [Percona] [CNPG] [WAL-G]
  region: ["s3Region", "awsRegion"], // [WAL-G]
  key: ["applicationCredentials", "keyFile"], // [CNPG]
  account: ["storageAccount", "azureAccount"], // [CNPG] [WAL-G]
  protection: ["protect"],
  // Volumes.
  storageClass: ["storageClassName"], // [PGO] [CNPG]
  size: ["capacity", "storageSize"], // [CNPG]
  volume: ["volumes", "dataVolumeClaimSpec", "persistentVolumeClaim"], // [PGO]
  // Clones.
  cluster: ["clusterName", "sourceCluster", "source"], // [PGO]
  timestamp: ["targetTime", "pitr", "time"], // [CNPG]
  // The cluster.
  numberOfInstances: ["instances", "replicas"], // [PGO] [CNPG]
  dockerImage: ["image", "imageName"], // [PGO] [CNPG]
  version: ["postgresVersion"], // [PGO]
  clone: ["dataSource", "bootstrap"], // [PGO] [CNPG]
  nodeAffinity: ["affinity"], // [PGO]
  podAnnotations: ["annotations"], // [PGO]
  podPriorityClassName: ["priorityClassName"], // [PGO]
  additionalVolumes: ["extraVolumes"], // [Zalando]
  connectionPooler: ["pooler", "pgbouncer"], // [Zalando] [Percona]
};

/** What the section that [PGO] and [Percona] have for each storage is in a repository of CPO; undefined for other names. */
export function storageSection(name: string): { readonly fix: string; readonly value: string } | undefined {
  const beside = Object.hasOwn(storageFields, name) ? storageFields[name] : undefined;
  return beside === undefined
    ? undefined
    : { fix: `Write \`storage: ${name}\`, and beside it ${beside}.`, value: name };
}

const storageFields: Readonly<Record<string, string>> = {
  s3: "the bucket as `resource`, with `endpoint` and `region`",
  gcs: "the bucket as `resource`",
  azure: "the container as `resource`",
  pvc: "a `volume` with its `size`",
};
