import { remembered } from "../text/memo.ts";
import type { ConfigurationLine, LineOrigin } from "./configuration-line.ts";

const certificates = "/etc/pgbackrest/certs";
/** The data directory of PostgreSQL in the image. */
export const dataDirectory = "/home/postgres/pgdata/pgroot/data";
const operator: LineOrigin = { from: "operator" };

/*
 * Most lines are the same for all clusters of a fleet, or for all with that number of a repository or host: each of them is one object.
 */

const section =
  (name: string) =>
  (option: string, value: string): ConfigurationLine => ({
    section: name,
    option,
    value,
    origin: operator,
  });

export const db = section("db");
export const all = section("global");

export const databaseLines: ReadonlyArray<ConfigurationLine> = [
  db("pg1-path", dataDirectory),
  db("pg1-port", "5432"),
  db("pg1-socket-path", "/var/run/postgresql/"),
];

export const folderLines: ReadonlyArray<ConfigurationLine> = [
  all("log-path", "/home/postgres/pgdata/pgbackrest/log"),
  all("spool-path", "/home/postgres/pgdata/pgbackrest/spool-path"),
];

export const repoHostFolderLines: ReadonlyArray<ConfigurationLine> = [all("log-path", "/data/pgbackrest/repo1/log")];

export const volumeLine = remembered((position) => all(`repo${position}-path`, `/data/pgbackrest/repo${position}`));

export const tlsInstanceLines = remembered(
  (number): ReadonlyArray<ConfigurationLine> => [
    db(`pg${number}-host-ca-file`, `${certificates}/pgbackrest.ca-roots`),
    db(`pg${number}-host-cert-file`, `${certificates}/pgbackrest-repo-host.crt`),
    db(`pg${number}-host-key-file`, `${certificates}/pgbackrest-repo-host.key`),
    db(`pg${number}-host-type`, "tls"),
    db(`pg${number}-path`, dataDirectory),
  ],
);

export const tlsFileLines = remembered(
  (certificate): ReadonlyArray<ConfigurationLine> => [
    { ...all("tls-server-address", "*"), tight: true },
    all("tls-server-ca-file", `${certificates}/pgbackrest.ca-roots`),
    all("tls-server-cert-file", `${certificates}/${certificate}.crt`),
    all("tls-server-key-file", `${certificates}/${certificate}.key`),
  ],
);

export const tlsRepoHostLines = remembered(
  (position): ReadonlyArray<ConfigurationLine> => [
    all(`repo${position}-host-ca-file`, `${certificates}/pgbackrest.ca-roots`),
    all(`repo${position}-host-cert-file`, `${certificates}/pgbackrest-client.crt`),
    all(`repo${position}-host-key-file`, `${certificates}/pgbackrest-client.key`),
    all(`repo${position}-host-type`, "tls"),
    all(`repo${position}-host-user`, "postgres"),
  ],
);
