import type { ChildProcess } from "node:child_process";
import { appendFileSync, closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { postgresRelease } from "../e2e/database.ts";
import type { Clock } from "./clock.ts";
import { must, run, start } from "./processes.ts";

const postgres = (program: string) => `/usr/lib/postgresql/${postgresRelease}/bin/${program}`;

/** A running PostgreSQL server. */
export interface Database {
  /** Runs statements, each in a transaction of its own. */
  readonly sql: (...statements: readonly string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** As small and as quiet as a database can be. What is restored need not survive a power failure. */
const settings = {
  listen_addresses: "",
  fsync: "off",
  full_page_writes: "off",
  wal_init_zero: "off",
  wal_recycle: "off",
  max_wal_size: "2MB",
  min_wal_size: "2MB",
  shared_buffers: "1MB",
  max_connections: "8",
  max_wal_senders: "2",
  max_logical_replication_workers: "0",
  autovacuum: "off",
  bgwriter_delay: "10s",
  wal_writer_delay: "10s",
  checkpoint_timeout: "1d",
  log_checkpoints: "off",
  // In its folder, where it is removed, too, when a server was killed.
  dynamic_shared_memory_type: "mmap",
  archive_mode: "on",
};

/** Makes the files of a database with one small table, and WAL segments of 1 MB. All simulations start with a copy of it. */
export async function makeDatabase(folder: string, clock: Clock): Promise<void> {
  const data = join(folder, "data");
  const tiny = ["--wal-segsize=1", "--locale=C", "--encoding=UTF8", "--no-instructions", "--no-sync"];
  await must(postgres("initdb"), ["-D", data, "-A", "trust", "-U", "postgres", ...tiny]);
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  appendFileSync(join(data, "postgresql.conf"), lines.join(""));
  const database = await startDatabase(folder, clock, { archive_command: "true" });
  await database.sql(
    "create table moments(at bigint)",
    "alter database template0 is_template false",
    "alter database template1 is_template false",
    "drop database template0",
    "drop database template1",
  );
  await database.stop();
  rmSync(join(folder, "server.log"));
}

/** Starts the server with the files in `folder`/data. It ends with this process. Its socket is in the folder. */
export async function startDatabase(
  folder: string,
  clock: Clock,
  options: Readonly<Record<string, string>>,
): Promise<Database> {
  const log = join(folder, "server.log");
  const output = openSync(log, "a");
  const set = Object.entries({ ...options, unix_socket_directories: folder }).map(
    ([name, value]) => `-c${name}=${value}`,
  );
  const held = ["--pdeathsig", "KILL", postgres("postgres"), "-D", join(folder, "data"), ...set];
  const server = start("setpriv", held, clock.database, output);
  closeSync(output);
  server.once("exit", () => forget(server.pid));
  const sql = async (...statements: readonly string[]) => {
    const commands = statements.flatMap((statement) => ["-c", statement]);
    return (await must(postgres("psql"), ["-h", folder, "-U", "postgres", "-XAtq", ...commands, "postgres"])).trim();
  };
  await until(`the database in ${folder} answers`, async () => {
    if (server.exitCode !== null) throw new Error(`the server ended\n${readFileSync(log, "utf8").slice(-2000)}`);
    return (await run(postgres("pg_isready"), ["-q", "-h", folder])).status === 0;
  });
  const before = Date.now();
  const said = Number(await sql("select extract(epoch from clock_timestamp())"));
  clock.databaseSaid(said, (before + Date.now()) / 2000);
  return { sql, stop: () => ended(server) };
}

/** Removes what libfaketime leaves of a process that does not end by itself; a later one of the same number would not start. */
function forget(pid: number | undefined): void {
  for (const name of [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`])
    rmSync(join("/dev/shm", name), { force: true });
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill("SIGQUIT");
  });
}

/** Asks until the answer is yes; throws when it takes more than a minute. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within a minute: ${what}`);
    await setTimeout(20);
  }
}
