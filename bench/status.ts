import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Part } from "./fleets.ts";
import { interleaved, type Run } from "./measure.ts";
import { ours } from "./peers.ts";
import { costTable } from "./table.ts";

const root = resolve(import.meta.dirname, "..");

/** When the fleet is looked at: its Jobs were made an hour before. */
const now = "2026-11-25T04:00:00Z";

const lists = "postgresqls,cronjobs,jobs,persistentvolumeclaims";

/**
 * `status --all-namespaces` of a fleet and of a tenth of it, beside `kubectl get --chunk-size`, which lists the same objects and prints their names.
 * Both ask a server that makes objects when they are asked for. Without the kubectl of the control plane (test/cluster), that row is left out.
 */
export function statusPart({
  size,
  rounds,
  cache,
}: {
  readonly size: number;
  readonly rounds: number;
  readonly cache: string;
}): Part {
  const few = Math.ceil(size / 10);
  const servers = [few, size].map((clusters) => startServer(clusters, join(cache, `status-${clusters}.kubeconfig`)));
  try {
    const kubectl = kubectlOfTests();
    const run = (...command: readonly string[]): Run => ({ command, input: "/dev/null" });
    const [small = "", large = ""] = servers.map(({ kubeconfig }) => kubeconfig);
    const status = (kubeconfig: string) => run(...ours, "status", "-A", "--now", now, "--kubeconfig", kubeconfig);
    const costs = interleaved(
      new Map([
        [`status of ${few} clusters`, status(small)],
        [`status of ${size} clusters`, status(large)],
        ...(kubectl === undefined
          ? []
          : [
              [
                `kubectl get of ${size} clusters`,
                run(...[kubectl, "--kubeconfig", large, "get", lists, "-A", "--chunk-size=500", "-o", "name"]),
              ] as const,
            ]),
      ]),
      rounds,
    );
    const [short, long, peer] = [...costs.values()];
    const divided = (upper: number | undefined, lower: number | undefined) =>
      upper === undefined || lower === undefined ? undefined : upper / lower;
    return {
      text: costTable(`status of ${size} clusters, ${9 * size} objects`, costs, `status of ${size} clusters`),
      figures: {
        "status of a fleet, peak memory against a tenth of it": divided(long?.memory, short?.memory),
        "status of a fleet, peak memory against kubectl get --chunk-size": divided(long?.memory, peer?.memory),
        "status of a fleet against ten times a tenth of it": divided(long?.cpu, short && 10 * short.cpu),
      },
    };
  } finally {
    for (const { child } of servers) child.kill();
  }
}

/** The kubectl that test/cluster builds. */
function kubectlOfTests(): string | undefined {
  const folder = join(root, ".cache", "control-plane");
  const builds = existsSync(folder) ? readdirSync(folder) : [];
  return builds.map((build) => join(folder, build, "kubectl")).find((file) => existsSync(file));
}

function startServer(
  clusters: number,
  kubeconfig: string,
): { readonly child: ChildProcess; readonly kubeconfig: string } {
  rmSync(kubeconfig, { force: true });
  const script = join(import.meta.dirname, "fake-api-server.ts");
  const args = ["--import", "tsx", script, String(clusters), kubeconfig, now];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  for (let waited = 0; !isWritten(kubeconfig); waited += 1) {
    if (waited === 600) throw new Error("The API server of the benchmark does not start.");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  return { child, kubeconfig };
}

function isWritten(file: string): boolean {
  try {
    return readFileSync(file, "utf8").endsWith("}");
  } catch {
    return false;
  }
}
