import type { Repository } from "./repository.ts";

/** What the operator's configuration texts are made from; host names are fully qualified. */
export interface ConfigurationInput {
  readonly cluster: string;
  readonly repoHost: string;
  /** The PostgreSQL version of a cluster with transparent data encryption. */
  readonly tde?: string;
  readonly global: ReadonlyArray<readonly [option: string, value: string]>;
  readonly repositories: ReadonlyArray<Repository>;
}

/** The same for the repo host, with the hosts of all Postgres pods. */
export interface RepoHostConfigurationInput extends ConfigurationInput {
  readonly instances: readonly string[];
}

/** Where an option of a text comes from: the CR's `global`, a field of a repository, or the operator itself. */
export type LineOrigin =
  | { readonly from: "operator" }
  | { readonly from: "global"; readonly option: string }
  | { readonly from: "repository"; readonly index: number; readonly field: string };

/** A line of a text: an option of a section, or an empty line between sections. `tight`: written without blanks around `=`. */
export interface ConfigurationLine {
  readonly section: string;
  readonly option: string;
  readonly value: string;
  readonly origin: LineOrigin;
  readonly tight?: boolean;
}

const certificates = "/etc/pgbackrest/certs";
const dataDirectory = "/home/postgres/pgdata/pgroot/data";
const operator: LineOrigin = { from: "operator" };

/** The lines of `pgbackrest_instance.conf` for Postgres pods and backup jobs, in the operator's order (contract 2.1). */
export function instanceConfiguration({
  cluster,
  repoHost,
  tde,
  global,
  repositories,
}: ConfigurationInput): ReadonlyArray<ConfigurationLine> {
  const db = section("db");
  const all = section("global");
  return [
    db("pg1-path", dataDirectory),
    db("pg1-port", "5432"),
    db("pg1-socket-path", "/var/run/postgresql/"),
    ...tdeLines(tde),
    all("log-path", "/home/postgres/pgdata/pgbackrest/log"),
    all("spool-path", "/home/postgres/pgdata/pgbackrest/spool-path"),
    ...globalLines("global", global),
    ...repositories.flatMap((repository, index) => repositoryLines(repository, index, cluster, repoHost)),
  ];
}

/** The lines of the repo host's `pgbackrest_instance.conf` (contract 2.2). `global` lands in the stanza's section there. */
export function repoHostConfiguration({
  cluster,
  instances,
  tde,
  global,
  repositories,
}: RepoHostConfigurationInput): ReadonlyArray<ConfigurationLine> {
  const db = section("db");
  const all = section("global");
  return [
    all("log-path", "/data/pgbackrest/repo1/log"),
    ...tlsServerLines(cluster, "pgbackrest-repo-host"),
    ...repositories.flatMap(({ storage, position }) =>
      storage === "pvc" ? [all(`repo${position}-path`, `/data/pgbackrest/repo${position}`)] : [],
    ),
    ...globalLines("db", global),
    ...instances.flatMap((host, index) => [
      db(`pg${index + 1}-host`, host),
      db(`pg${index + 1}-host-ca-file`, `${certificates}/pgbackrest.ca-roots`),
      db(`pg${index + 1}-host-cert-file`, `${certificates}/pgbackrest-repo-host.crt`),
      db(`pg${index + 1}-host-key-file`, `${certificates}/pgbackrest-repo-host.key`),
      db(`pg${index + 1}-host-type`, "tls"),
      db(`pg${index + 1}-path`, dataDirectory),
    ]),
    ...tdeLines(tde),
  ];
}

/** The text of ConfigMap A, byte for byte except for the order of `global`, which is random in the operator and the CR's here. */
export function instanceConfigurationText(input: ConfigurationInput): string {
  return configurationText(instanceConfiguration(input), "\n\n");
}

/** The text of ConfigMap B. With encryption it ends in a line break. */
export function repoHostConfigurationText(input: RepoHostConfigurationInput): string {
  const lines = repoHostConfiguration(input);
  const empty = lines.some(({ section: name }) => name === "db") ? "" : "\n[db]";
  return `${configurationText(lines, "\n")}${empty}${input.tde === undefined ? "" : "\n"}`;
}

const section =
  (name: string) =>
  (option: string, value: string): ConfigurationLine => ({
    section: name,
    option,
    value,
    origin: operator,
  });

function tdeLines(version: string | undefined): readonly ConfigurationLine[] {
  if (version === undefined) return [];
  return [
    { section: "db", option: "pg-version-force", value: version, origin: operator, tight: true },
    { section: "db", option: "archive-header-check", value: "n", origin: operator, tight: true },
  ];
}

const globalLines = (name: string, global: ConfigurationInput["global"]): ReadonlyArray<ConfigurationLine> =>
  global.map(([option, value]) => ({ section: name, option, value, origin: { from: "global", option } }));

function tlsServerLines(cluster: string, certificate: string): ReadonlyArray<ConfigurationLine> {
  const all = section("global");
  return [
    { ...all("tls-server-address", "*"), tight: true },
    all("tls-server-ca-file", `${certificates}/pgbackrest.ca-roots`),
    all("tls-server-cert-file", `${certificates}/${certificate}.crt`),
    all("tls-server-key-file", `${certificates}/${certificate}.key`),
    all("tls-server-auth", `${cluster}=*`),
  ];
}

/** Options of a repository. Lines of empty fields are written too: pgBackRest refuses them, and so do our checks. */
function repositoryLines(
  repository: Repository,
  index: number,
  cluster: string,
  repoHost: string,
): ReadonlyArray<ConfigurationLine> {
  const { name, position } = repository;
  const given = (option: string, value: string, field: string): ConfigurationLine => ({
    section: "global",
    option: `${name}-${option}`,
    value,
    origin: { from: "repository", index, field },
  });
  switch (repository.storage) {
    case "pvc": {
      const host = (option: string, value: string): ConfigurationLine =>
        section("global")(`repo${position}-host${option}`, value);
      return [
        ...tlsServerLines(cluster, "pgbackrest-client"),
        host("", repoHost),
        host("-ca-file", `${certificates}/pgbackrest.ca-roots`),
        host("-cert-file", `${certificates}/pgbackrest-client.crt`),
        host("-key-file", `${certificates}/pgbackrest-client.key`),
        host("-type", "tls"),
        host("-user", "postgres"),
      ];
    }
    case "s3":
      return [
        given("s3-bucket", repository.bucket, "resource"),
        given("s3-endpoint", repository.endpoint, "endpoint"),
        given("s3-region", repository.region, "region"),
        given("type", "s3", "storage"),
      ];
    case "gcs":
      return [
        given("gcs-bucket", repository.bucket, "resource"),
        given("gcs-key", `/etc/pgbackrest/conf.d/${repository.key}`, "key"),
        given("gcs-key-type", repository.keyType, "keyType"),
        given("type", "gcs", "storage"),
      ];
    case "azure":
      return [
        given("azure-container", repository.container, "resource"),
        given("azure-endpoint", repository.endpoint, "endpoint"),
        given("azure-key", repository.key, "key"),
        given("azure-account", repository.account, "account"),
        given("type", "azure", "storage"),
      ];
  }
}

function configurationText(lines: ReadonlyArray<ConfigurationLine>, betweenSections: string): string {
  const parts: string[] = [];
  let current = "";
  for (const { section: name, option, value, tight } of lines) {
    if (name !== current) parts.push(`${parts.length === 0 ? "" : betweenSections}[${name}]`);
    current = name;
    parts.push(`\n${option}${tight ? "=" : " = "}`, value);
  }
  return parts.join("");
}
