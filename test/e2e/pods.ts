import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Run, root } from "../tools.ts";
import type { Mount } from "./kubelet.ts";
import { pause, processesOf, waitUntil } from "./processes.ts";
import { scratch } from "./scratch.ts";

/** A pod on this machine: namespaces of its own for files, network, shared memory and, mostly, processes. */
export interface Pod {
  readonly name: string;
  readonly address: string;
  /** Runs a command in the pod, to its end. */
  readonly run: (...command: readonly string[]) => Run;
  /** The same, for a command that must succeed; returns its output. */
  readonly must: (...command: readonly string[]) => string;
  /** Starts a server in the pod; its output is in the logs of the scenario. */
  readonly start: (...command: readonly string[]) => void;
  /** Ends everything in the pod. */
  readonly remove: () => void;
}

export interface PodRequest {
  readonly name: string;
  readonly mounts: readonly Mount[];
  readonly env?: Readonly<Record<string, string>>;
  /** Root only for what stands for a part of the cluster itself. */
  readonly user?: "postgres" | "root";
  /** Sees the processes of the machine, and so can enter other pods. */
  readonly hostPid?: boolean;
}

export interface Pods {
  /** Where the files of the pods are; a file `authority.crt` here is the authority that pods made later trust instead of the machine's. */
  readonly work: string;
  readonly make: (request: PodRequest) => Pod;
  /** Lets all pods find an address under a host name. */
  readonly addHost: (address: string, ...names: readonly string[]) => void;
  /** What the servers of a pod have written. */
  readonly log: (name: string) => string;
  /** Ends all pods, gives the commands of processes that are still there after it, which should be none, and removes all files. */
  readonly remove: () => readonly string[];
}

/** What a command of a pod takes at most; nothing here takes more than seconds. */
const patience = 300_000;

/** Makes the place and the network where pods live. `env` is set in all of them. */
export function makePods(env: Readonly<Record<string, string>> = {}): Pods {
  const work = mkdtempSync(join(scratch, "e2e-"));
  chmodSync(work, 0o755);
  mkdirSync(join(work, "logs"));
  writeFileSync(join(work, "hosts"), "127.0.0.1 localhost\n");
  const made: ChildProcess[] = [];
  /** Starts a process that writes into a log. */
  const launch = (log: string, program: string, args: readonly string[]): ChildProcess => {
    const output = openSync(join(work, "logs", log), "a");
    const launched = spawn(program, args, { stdio: ["ignore", output, output] });
    closeSync(output);
    return launched;
  };
  /** Starts the process that holds namespaces; it dies with this process, even if this one is killed. */
  const hold = (pidFile: string, script: string, ...command: readonly string[]) => {
    const held = ["--pdeathsig", "KILL", "unshare", "--kill-child=KILL", ...command];
    const holder = launch(script, "setpriv", held);
    made.push(holder);
    const written = () => (existsSync(pidFile) ? readFileSync(pidFile, "utf8") : "");
    waitUntil(`${command.join(" ")} is ready`, () => written().endsWith("\n"));
    return { holder, pid: written().trim() };
  };
  const script = (name: string) => join(root, "test/e2e", name);
  const network = hold(
    join(work, "network"),
    "network.sh",
    "--net",
    "--fork",
    script("network.sh"),
    join(work, "network"),
  );
  let last = 1;

  return {
    work,
    make({ name, mounts, env: ownEnv = {}, user = "postgres", hostPid = false }) {
      last += 1;
      const address = `10.0.0.${last}`;
      const folder = join(work, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "mounts"), mounts.map(({ source, target }) => `${source} ${target}\n`).join(""));
      const namespaces = ["--mount", "--net", "--ipc", ...(hostPid ? [] : ["--pid"]), "--fork"];
      const { holder, pid } = hold(
        join(folder, "pid"),
        "pod.sh",
        ...namespaces,
        script("pod.sh"),
        folder,
        network.pid,
        `pod${last}`,
        address,
      );
      const enter = ["--target", pid, "--mount", "--net", "--ipc", "--root", "--wd", ...(hostPid ? [] : ["--pid"])];
      const variables = Object.entries({ PATH: podPath, ...env, ...ownEnv }).map(([key, value]) => `${key}=${value}`);
      const identity = user === "root" ? [] : ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"];
      const into = (command: readonly string[]) => [...enter, "--", "env", "-i", ...variables, ...identity, ...command];
      writeFileSync(join(folder, "exec"), `exec nsenter ${into([]).map(quoted).join(" ")} "$@"\n`);
      const runIn = (...command: readonly string[]): Run => {
        const ended = spawnSync("nsenter", into(command), {
          encoding: "utf8",
          maxBuffer: 1 << 28,
          timeout: patience,
          killSignal: "SIGKILL",
        });
        return { status: ended.status, stdout: ended.stdout, stderr: ended.stderr };
      };
      return {
        name,
        address,
        run: runIn,
        must(...command) {
          const { status, stdout, stderr } = runIn(...command);
          if (status !== 0) throw new Error(`${name}: ${command.join(" ")} ended with ${status}\n${stdout}${stderr}`);
          return stdout.trim();
        },
        start: (...command) => {
          launch(name, "nsenter", into(command));
        },
        remove: () => {
          holder.kill("SIGKILL");
        },
      };
    },
    addHost: (address, ...names) => appendFileSync(join(work, "hosts"), `${address} ${names.join(" ")}\n`),
    log: (name) => readFileSync(join(work, "logs", name), "utf8"),
    remove() {
      for (const holder of made) holder.kill("SIGKILL");
      const deadline = Date.now() + 5000;
      let left = processesOf(work);
      while (left.length > 0 && Date.now() < deadline) {
        pause(20);
        left = processesOf(work);
      }
      for (const { pid } of left) process.kill(pid, "SIGKILL");
      rmSync(work, { recursive: true, force: true });
      return left.map(({ command }) => command);
    },
  };
}

/** Waits until a server accepts connections: asks from a pod, some seconds long. Does not wait for one that has written of an error. */
export function waitForPort(pods: Pods, from: Pod, { name, address }: Pod, port: string, seconds: number): void {
  const deadline = Date.now() + seconds * 1000;
  while (from.run("bash", "-c", `: </dev/tcp/${address}/${port}`).status !== 0) {
    if (/ERROR/.test(pods.log(name))) throw new Error(`${name}: ${pods.log(name)}`);
    if (Date.now() > deadline) throw new Error(`${name}: port ${port} is closed`);
    pause(50);
  }
}

const podPath = "/opt/image/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
