import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Identity } from "./machine.ts";
import type { Pod } from "./pod.ts";
import { eventually, succeed } from "./process.ts";

/** Where the image has the database, and its socket (contract 3). The tests hold the rendered configuration against this. */
export const dataDirectory = "/home/postgres/pgdata/pgroot/data";

/** Fills a claim with a new database, as Patroni's bootstrap would; initialised once for all tests of a run. */
export async function bootstrap(template: string, claim: string, version: string, user: Identity): Promise<void> {
  if (!existsSync(template)) {
    mkdirSync(join(template, ".."), { recursive: true });
    await succeed("install", ["-d", "-m", "0700", "-o", String(user.uid), "-g", String(user.gid), template]);
    await succeed("setpriv", [
      ...[`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", `/usr/lib/postgresql/${version}/bin/initdb`],
      ...["-D", template, "-U", "postgres", "-A", "trust", "--no-sync", "--data-checksums", "--locale=C.UTF-8"],
    ]);
  }
  const root = join(claim, "pgroot");
  mkdirSync(root);
  await succeed("chown", [`${user.uid}:${user.gid}`, root]);
  await succeed("cp", ["-a", template, join(root, "data")]);
}

/** Runs SQL in the database and gives its unaligned output. */
export async function query(pod: Pod, sql: string): Promise<string> {
  const { status, output } = await pod.exec(["psql", "-U", "postgres", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql]);
  if (status !== 0) throw new Error(`${sql}: ${output}`);
  return output.trim();
}

/** Ends the current WAL segment and waits until archive_command has stored it; an error at its first failure. */
export async function archive(pod: Pod): Promise<string> {
  const segment = await query(pod, "select pg_walfile_name(pg_switch_wal())");
  await eventually(`${segment} is archived`, 20, async () => {
    const state = await query(
      pod,
      `select coalesce(last_archived_wal >= '${segment}', false), coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) from pg_stat_archiver`,
    );
    if (state.endsWith("|t")) throw new Error(`archive_command failed for ${segment}`);
    return state.startsWith("t|");
  });
  return segment;
}
