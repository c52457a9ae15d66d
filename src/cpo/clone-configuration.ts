/** Where a new cluster finds the backups it is cloned from, as the CR's `spec.clone.pgbackrest` says. Missing fields are empty lines. */
export interface CloneInput {
  /** Host name of the source's repo host; used for `pvc`. */
  readonly repoHost: string;
  readonly options: ReadonlyArray<readonly [option: string, value: string]>;
  readonly repository: {
    readonly storage?: "pvc" | "s3" | "gcs" | "azure";
    readonly resource?: string;
    readonly endpoint?: string;
    readonly region?: string;
    readonly account?: string;
    readonly key?: string;
    readonly keyType?: string;
  };
}

const certificates = "/etc/pgbackrest/clone-certs";

/** The text of `pgbackrest_clone.conf` (object F, contract 2.7): keys sorted, an empty line before each, as the operator's template leaves it. */
export function cloneConfigurationText({ repoHost, options, repository }: CloneInput): string {
  const db = {
    "pg1-path": "/home/postgres/pgdata/pgroot/data",
    "pg1-port": "5432",
    "pg1-socket-path": "/var/run/postgresql/",
  };
  const global = {
    "log-path": "/home/postgres/pgdata/pgbackrest/log",
    "spool-path": "/home/postgres/pgdata/pgbackrest/spool-path",
    ...Object.fromEntries(options),
    ...repositoryOptions(repository, repoHost),
  };
  return `\n[db]${section(db)}\n[global]${section(global)}`;
}

function section(options: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([option, value]) => `\n${option} = ${value}\n`).join("");
}

/** What the operator writes about the repository; options of the same name do not count. */
export function repositoryOptions(
  repository: CloneInput["repository"],
  repoHost: string,
): Readonly<Record<string, string>> {
  const { resource = "", endpoint = "", region = "", account = "", key = "", keyType = "" } = repository;
  switch (repository.storage) {
    case "pvc":
      return {
        "repo1-host": repoHost,
        "repo1-host-ca-file": `${certificates}/pgbackrest.ca-roots`,
        "repo1-host-cert-file": `${certificates}/pgbackrest-client.crt`,
        "repo1-host-key-file": `${certificates}/pgbackrest-client.key`,
        "repo1-host-type": "tls",
        "repo1-host-user": "postgres",
      };
    case "s3":
      return {
        "repo1-type": "s3",
        "repo1-s3-bucket": resource,
        "repo1-s3-endpoint": endpoint,
        "repo1-s3-region": region,
      };
    case "gcs":
      return {
        "repo1-type": "gcs",
        "repo1-gcs-bucket": resource,
        // The directory of the cluster's own Secret, not of the clone's: the operator's mistake (contract 5.14).
        "repo1-gcs-key": `/etc/pgbackrest/conf.d/${key}`,
        "repo1-gcs-key-type": keyType,
      };
    case "azure":
      return {
        "repo1-type": "azure",
        "repo1-azure-container": resource,
        "repo1-azure-endpoint": endpoint,
        "repo1-azure-key": key,
        "repo1-azure-account": account,
      };
    default:
      return {};
  }
}
