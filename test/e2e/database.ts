import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { newDatabase } from "./database-template.ts";
import { image } from "./operator.ts";
import type { Pod } from "./pods.ts";

/** The release of PostgreSQL on this machine; `undefined` without one. */
export const postgresRelease = existsSync("/usr/lib/postgresql")
  ? readdirSync("/usr/lib/postgresql").sort().at(-1)
  : undefined;

/** The path of one of its programs. */
export const postgresProgram = (program: string) => `/usr/lib/postgresql/${postgresRelease}/bin/${program}`;

/** The PostgreSQL server of a pod: archiving by pgBackRest, as the operator's image sets it up (contract section 3). */
export interface Database {
  readonly create: () => void;
  readonly start: () => void;
  readonly stop: () => void;
  /** Removes all files of the database, as on a new volume. */
  readonly lose: () => void;
  readonly sql: (text: string) => string;
  /** Ends the WAL segment and waits until it is archived. */
  readonly archiveAll: () => void;
  /** Waits until a restored server has left recovery. */
  readonly recovered: () => void;
  /** Throws where PostgreSQL, or pgBackRest as its archive or restore command, has had anything to complain about. */
  readonly checkLog: () => void;
}

const log = "server.log";

const settings = {
  listen_addresses: "",
  unix_socket_directories: "/var/run/postgresql",
  fsync: "off",
  log_checkpoints: "off",
  max_wal_size: "64MB",
  min_wal_size: "32MB",
  archive_mode: "on",
  archive_command: 'pgbackrest --stanza=db archive-push "%p"',
};

/** `volume` is the folder of the pod's volume on this machine. */
export function databaseIn(pod: Pod, volume: string): Database {
  const { data } = image;
  const sql = (text: string) =>
    pod.must(postgresProgram("psql"), "-h", "/var/run/postgresql", "-U", "postgres", "-XAtqc", text);
  /** Asks until the answer is yes: in the pod, because it is faster there. */
  const until = (condition: string) => {
    const ask = `${postgresProgram("psql")} -h /var/run/postgresql -U postgres -XAtqc "$0"`;
    pod.must("bash", "-c", `for i in $(seq 300); do [ "$(${ask})" = t ] && exit; sleep 0.1; done; exit 1`, condition);
  };
  const server = (...args: readonly string[]) => pod.must(postgresProgram("pg_ctl"), "-D", data, "-w", ...args);
  return {
    create: () =>
      newDatabase(volume, () => {
        for (const folder of image.folders) pod.must("mkdir", "-p", "-m", "700", `${image.volume}/${folder}`);
        pod.must(postgresProgram("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-k");
        const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
        pod.must("bash", "-c", 'printf %s "$0" >> "$1"', lines.join(""), `${data}/postgresql.conf`);
      }),
    start: () => server("-l", `${image.volume}/${log}`, "start"),
    stop: () => server("-m", "immediate", "stop"),
    lose: () => pod.must("bash", "-c", 'rm -rf "$0"/*', data),
    sql,
    archiveAll() {
      const segment = sql("select pg_walfile_name(pg_switch_wal())");
      until(`select coalesce(last_archived_wal >= '${segment}', false) from pg_stat_archiver`);
    },
    recovered: () => until("select not pg_is_in_recovery()"),
    checkLog() {
      const complaints = readFileSync(join(volume, log), "utf8").match(/^.*(?:WARN|ERROR|archive command failed).*$/gm);
      if (complaints !== null) throw new Error(complaints.join("\n"));
    },
  };
}
