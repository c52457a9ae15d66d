import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { V1Container } from "@kubernetes/client-node";
import type { Identity } from "./machine.ts";
import { execute, type Options, type Outcome } from "./process.ts";
import type { Mount } from "./volumes.ts";

/** A running pod with one container. */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly container: string;
  /** Runs a command in the container as its user, with the container's environment. */
  readonly exec: (command: readonly string[], options?: Options) => Promise<Outcome>;
  /** Starts a command in the container and leaves it running; its output goes to the file. */
  readonly launch: (command: readonly string[], log: string) => ChildProcess;
  /** Ends every process of the pod. */
  readonly stop: () => Promise<void>;
}

/** What a pod is made from. */
export interface PodOptions {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly container: V1Container;
  readonly mounts: readonly Mount[];
  /** Files below /etc that come from the cluster: names and certificates. */
  readonly etc: Readonly<Record<string, string>>;
  /** Environment that the image or the harness sets; the container's own comes first. */
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly user: Identity;
}

/**
 * Starts a pod: a mount, PID and IPC namespace in which the container's mounts are where the object says, so that configuration runs
 * unchanged. Its processes end with it, and it ends with this process.
 */
export async function startPod(options: PodOptions): Promise<Pod> {
  const { name, namespace, labels, container, directory, user } = options;
  mkdirSync(join(directory, "etc", "ssl", "certs"), { recursive: true });
  for (const [file, text] of Object.entries(options.etc)) writeFileSync(join(directory, "etc", file), text);
  const outerFirst = [...options.mounts].sort((left, right) => left.target.length - right.target.length);
  writeFileSync(
    join(directory, "mounts"),
    outerFirst.map(({ source, target, readOnly }) => `${source}\t${target}\t${readOnly ? "ro" : "rw"}\n`).join(""),
  );
  const readOnlyRoot = String(container.securityContext?.readOnlyRootFilesystem ?? false);
  const script = join(import.meta.dirname, "pod.sh");
  const init = spawn(
    "unshare",
    ["--mount", "--pid", "--ipc", "--fork", "--kill-child", "bash", script, directory, readOnlyRoot],
    { stdio: ["pipe", "pipe", "pipe"] },
  );
  const ended = new Promise<void>((resolve) => init.on("close", () => resolve()));
  const pid = await new Promise<string>((resolve, reject) => {
    let errors = "";
    init.on("error", reject);
    init.stdout.setEncoding("utf8").on("data", (text: string) => resolve(text.trim()));
    init.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    init.on("close", () => reject(new Error(`pod ${name} does not start: ${errors}`)));
  });
  const env = { ...options.env, ...environment(container) };
  const enter = [
    ...["--target", pid, "--mount", "--pid", "--ipc", "--root", "--wd=/", "setpriv"],
    ...[`--reuid=${user.uid}`, `--regid=${user.gid}`, "--init-groups", "--no-new-privs"],
  ];
  return {
    name,
    namespace,
    labels,
    container: container.name,
    exec: (command, { env: more, ...rest } = {}) =>
      execute("nsenter", [...enter, ...command], { env: { ...env, ...more }, ...rest }),
    launch: (command, log) => {
      const file = openSync(log, "a");
      return spawn("nsenter", [...enter, ...command], { env, stdio: ["ignore", file, file] });
    },
    stop: async () => {
      init.stdin.end();
      await ended;
    },
  };
}

/** The variables of a container; values from elsewhere are not known here. */
function environment({ name, env = [] }: V1Container): Record<string, string> {
  return Object.fromEntries(
    env.map((variable) => {
      if (variable.valueFrom !== undefined) throw new Error(`${name}: the harness does not know valueFrom`);
      return [variable.name, variable.value ?? ""];
    }),
  );
}
