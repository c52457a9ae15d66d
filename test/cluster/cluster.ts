import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "../tools.ts";
import { type Answer, request } from "./api-socket.ts";
import type { ControlPlane } from "./control-plane.ts";
import { kubeconfigText } from "./kubeconfig.ts";

/** Who a program is to the API server: an administrator, the operator, or a ServiceAccount. */
export type Who = "admin" | "operator" | { readonly namespace: string; readonly serviceAccount: string };

/** How a program is run. */
export interface RunOptions {
  readonly as?: Who;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A control plane as a test uses it. */
export interface Cluster {
  /** Runs a program where it reaches the API server, to its end, with `KUBECONFIG` set. */
  readonly run: (command: string, args: readonly string[], options?: RunOptions) => Run;
  /** Starts a program there. It ends with this process at the latest; its output can be read. */
  readonly start: (command: string, args: readonly string[], options?: RunOptions) => ChildProcess;
  /** kubectl that must succeed, as an administrator; returns what it prints. */
  readonly kubectl: (args: readonly string[], input?: string) => string;
  /** kubectl that may fail. */
  readonly tryKubectl: (args: readonly string[], options?: RunOptions) => Run;
  /** Waits until something is there and as the condition of `kubectl wait` says, or `delete`d. It need not be there yet. */
  readonly waitFor: (namespace: string, what: string, condition: string) => void;
  /** Asks the API server from this process, as an administrator. A text is sent as YAML; a patch is a merge patch. */
  readonly request: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** The path of a kubeconfig. */
  readonly kubeconfig: (who: Who) => string;
  /** Makes a namespace with the ServiceAccount that the operator makes for pods. Annotations tell the kubelet what becomes of them. */
  readonly makeNamespace: (annotations?: Readonly<Record<string, string>>, name?: string) => Promise<string>;
  readonly plane: ControlPlane;
}

/** What a command takes at most. */
const patience = 120_000;

let namespaces = 0;

export function connect(plane: ControlPlane): Cluster {
  const kubeconfig = (who: Who): string => {
    if (who === "admin" || who === "operator") return join(plane.folder, `${who}.kubeconfig`);
    const { namespace, serviceAccount } = who;
    const file = join(plane.folder, `${namespace}.${serviceAccount}.kubeconfig`);
    const token = kubectl(["create", "token", serviceAccount, "--namespace", namespace]).trim();
    writeFileSync(file, kubeconfigText(plane.authority, { token }));
    return file;
  };
  const inside = (command: string, args: readonly string[]) => ["--target", plane.pid, "--net", "--", command, ...args];
  const environment = ({ as = "admin", env }: RunOptions) => ({
    ...process.env,
    PATH: `${plane.programs}:${process.env.PATH}`,
    KUBECONFIG: kubeconfig(as),
    ...env,
  });
  const run: Cluster["run"] = (command, args, options = {}) => {
    const { status, stdout, stderr, error } = spawnSync("nsenter", inside(command, args), {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      timeout: patience,
      killSignal: "SIGKILL",
      input: options.input ?? "",
      env: environment(options),
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    if (error !== undefined) throw error;
    return { status, stdout, stderr };
  };
  const tryKubectl: Cluster["tryKubectl"] = (args, options) => run("kubectl", args, options);
  const ask: Cluster["request"] = (method, path, body) => request(join(plane.folder, "api.sock"), method, path, body);
  const kubectl: Cluster["kubectl"] = (args, input) => {
    const { status, stdout, stderr } = tryKubectl(args, input === undefined ? {} : { input });
    if (status !== 0) throw new Error(`kubectl ${args.join(" ")} ended with ${status}\n${stderr}`);
    return stdout;
  };
  const waitFor: Cluster["waitFor"] = (namespace, what, condition) => {
    // `kubectl wait` fails at once where there is nothing to wait for, and takes one condition.
    for (const each of condition === "delete" ? [condition] : ["create", condition])
      kubectl(["wait", "-n", namespace, what, `--for=${each}`, "--timeout=60s"]);
  };
  return {
    plane,
    run,
    tryKubectl,
    kubectl,
    waitFor,
    kubeconfig,
    request: ask,
    start(command, args, options = {}) {
      return spawn("setpriv", ["--pdeathsig", "KILL", "nsenter", ...inside(command, args)], {
        env: environment(options),
        ...(options.cwd !== undefined && { cwd: options.cwd }),
      });
    },
    async makeNamespace(annotations = {}, wanted?: string) {
      namespaces += 1;
      const name = wanted ?? `test-${namespaces}`;
      const make = async (path: string, kind: string, metadata: object) => {
        const { status, body } = await ask("POST", path, { apiVersion: "v1", kind, metadata });
        if (status !== 201) throw new Error(`${kind} ${name}: ${JSON.stringify(body)}`);
      };
      await make("/api/v1/namespaces", "Namespace", { name, annotations });
      await make(`/api/v1/namespaces/${name}/serviceaccounts`, "ServiceAccount", { name: "postgres-pod" });
      return name;
    },
  };
}
