import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Run, run } from "../tools.ts";
import { podScript, projectedFiles, type Rendered } from "./rendered.ts";

/** Pods on this machine: each a mount namespace made from a rendered pod spec. */
export interface Pods {
  readonly work: string;
  /** Makes a pod: its projected volumes, claims and empty directories at the places where the first container mounts them. */
  readonly make: (name: string, spec: Rendered, claims?: readonly string[]) => void;
  /** Runs a command as postgres in a pod, to its end. */
  readonly run: (pod: string, ...command: readonly string[]) => Run;
  /** The same, for a command that must succeed; gives its output. */
  readonly must: (pod: string, ...command: readonly string[]) => string;
  /** Starts a server in a pod; it ends with the test. */
  readonly start: (pod: string, ...command: readonly string[]) => void;
  readonly remove: () => void;
}

/** Makes the place where pods live. `hosts` maps host names to addresses of the loopback network. */
export function makePods(objects: readonly Rendered[], hosts: Readonly<Record<string, string>>): Pods {
  const work = mkdtempSync(join(tmpdir(), "e2e-"));
  chmodSync(work, 0o755);
  writeFileSync(join(work, "empty"), "");
  writeFileSync(join(work, "nsswitch.conf"), "hosts: files\n");
  writeFileSync(
    join(work, "hosts"),
    `127.0.0.1 localhost\n${Object.entries(hosts)
      .map(([name, address]) => `${address} ${name}\n`)
      .join("")}`,
  );
  const postgres = {
    user: Number(run("id", ["-u", "postgres"]).stdout),
    group: Number(run("id", ["-g", "postgres"]).stdout),
  };
  const servers: ChildProcess[] = [];
  const folder = (...parts: readonly string[]) => {
    const path = join(work, ...parts);
    mkdirSync(path, { recursive: true });
    chownSync(path, postgres.user, postgres.group);
    return path;
  };
  const inPod = (pod: string, ...command: readonly string[]) => run(podScript, [work, pod, ...command]);
  return {
    work,
    make(name, spec, claims = []) {
      folder(name);
      folder(name, "lock");
      folder(name, "run");
      const home = folder(name, "home");
      for (const path of [
        "pgdata",
        "pgdata/pgroot",
        "pgdata/pgbackrest",
        "pgdata/pgbackrest/log",
        "pgdata/pgbackrest/spool-path",
      ])
        folder(name, "home", path);
      const mounts = [`${home} /home/postgres`];
      for (const { name: volumeName, mountPath } of spec.containers[0].volumeMounts) {
        const volume = spec.volumes.find((candidate: Rendered) => candidate.name === volumeName);
        const source = folder(name, `volume-${volumeName}`);
        if (volume?.projected !== undefined)
          layOut(source, projectedFiles(volume, objects), volume.projected.defaultMode, postgres.group);
        else if (volume === undefined && !claims.includes(volumeName)) throw new Error(`no volume ${volumeName}`);
        if (mountPath !== "/tmp") mounts.push(`${source} ${mountPath}`);
      }
      for (const claim of claims) folder(name, `volume-${claim}`, "log");
      writeFileSync(join(work, name, "mounts"), `${mounts.join("\n")}\n`);
    },
    run: inPod,
    must(pod, ...command) {
      const { status, stdout, stderr } = inPod(pod, ...command);
      if (status !== 0) throw new Error(`${pod}: ${command.join(" ")} ended with ${status}\n${stdout}${stderr}`);
      return stdout.trim();
    },
    start: (pod, ...command) => servers.push(spawn(podScript, [work, pod, ...command], { stdio: "ignore" })),
    remove() {
      for (const server of servers) server.kill("SIGTERM");
      rmSync(work, { recursive: true, force: true });
    },
  };
}

/** As the kubelet does it: files in a dated folder, `..data` pointing to it, and a link for each file; owned by root, readable by the group. */
function layOut(folder: string, files: ReadonlyMap<string, string>, mode: number, group: number): void {
  const dated = join(folder, "..2026_01_01");
  mkdirSync(dated);
  for (const [file, text] of files) {
    writeFileSync(join(dated, file), text);
    chmodSync(join(dated, file), mode);
    chownSync(join(dated, file), 0, group);
    symlinkSync(join("..data", file), join(folder, file));
  }
  symlinkSync("..2026_01_01", join(folder, "..data"));
}
