import { existsSync, readdirSync } from "node:fs";
import type { Pods } from "./pods.ts";

/** The release of PostgreSQL on this machine; `undefined` without one. */
export const postgresRelease = existsSync("/usr/lib/postgresql")
  ? readdirSync("/usr/lib/postgresql").sort().at(-1)
  : undefined;

const postgres = (program: string) => `/usr/lib/postgresql/${postgresRelease}/bin/${program}`;

/** The PostgreSQL server of the pod `database`: archiving by pgBackRest, as the operator's image sets it up (contract section 3). */
export interface Database {
  readonly create: () => void;
  readonly start: () => void;
  readonly stop: () => void;
  readonly sql: (text: string) => string;
  /** Ends the WAL segment and waits until it is archived. */
  readonly archiveAll: () => void;
  /** Waits until a restored server has left recovery. */
  readonly recovered: () => void;
}

export function databaseIn(pods: Pods, data: string): Database {
  const must = (...command: readonly string[]) => pods.must("database", ...command);
  const query = (text: string) => [postgres("psql"), "-h", "/var/run/postgresql", "-U", "postgres", "-XAtqc", text];
  const until = (condition: string) =>
    must(
      "bash",
      "-c",
      `for i in $(seq 300); do [ "$("$0" "$@")" = t ] && exit; sleep 0.1; done; exit 1`,
      ...query(condition),
    );
  const settings = {
    listen_addresses: "",
    unix_socket_directories: "/var/run/postgresql",
    fsync: "off",
    max_wal_size: "64MB",
    min_wal_size: "32MB",
    archive_mode: "on",
    archive_command: "pgbackrest --stanza=db archive-push %p",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  return {
    create() {
      must(postgres("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-k");
      must("bash", "-c", `printf %s "$1" >> "$2"`, "bash", lines.join(""), `${data}/postgresql.conf`);
    },
    start: () => must(postgres("pg_ctl"), "-D", data, "-w", "-l", "/home/postgres/log", "start"),
    stop: () => pods.run("database", postgres("pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop"),
    sql: (text) => must(...query(text)),
    archiveAll() {
      const segment = must(...query("select pg_walfile_name(pg_switch_wal())"));
      until(`select coalesce(last_archived_wal >= '${segment}', false) from pg_stat_archiver`);
    },
    recovered: () => until("select not pg_is_in_recovery()"),
  };
}
