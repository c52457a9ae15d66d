import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pause } from "../e2e/processes.ts";
import { scratch } from "../e2e/scratch.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import { controlPlanePrograms } from "./programs.ts";

/** The processes of a control plane, and what is needed to get to them. */
export interface ControlPlane {
  /** Where its files are: `admin.kubeconfig`, `operator.kubeconfig`, `logs/`, and `api.sock`, which answers as the API server does to an administrator. */
  readonly folder: string;
  /** The folder with kubectl, among others. */
  readonly programs: string;
  /** The process whose network namespace has the API server. */
  readonly pid: string;
  /** The certificate of the authority. */
  readonly authority: string;
  /** What kube-apiserver, kube-controller-manager and etcd wrote. */
  readonly log: (name: string) => string;
  /** Ends everything, and removes the folder. */
  readonly stop: () => void;
}

/** The operator's own identity (contract 2.10): a ServiceAccount. */
export const operatorAccount = { namespace: "cpo", name: "postgres-operator" };

/** Starts a control plane; takes about 5 seconds. It ends with this process, even if this one is killed. */
export function startControlPlane(): ControlPlane {
  const programs = controlPlanePrograms();
  if (programs === undefined) throw new Error("test/cluster/control-plane/build.sh has not been run");
  const folder = mkdtempSync(join(scratch, "control-plane-"));
  const authority = join(folder, "tls/apiserver.crt");
  prepare(folder, authority);
  const output = openSync(join(folder, "logs/start"), "a");
  const command = [
    "--net",
    "--pid",
    "--fork",
    "--kill-child=KILL",
    join(import.meta.dirname, "start.sh"),
    folder,
    programs,
  ];
  const holder = spawn("setpriv", ["--pdeathsig", "KILL", "unshare", ...command], {
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  holder.unref();
  const pidOfInit = () => (existsSync(join(folder, "pid")) ? readFileSync(join(folder, "pid"), "utf8").trim() : "");
  const stop = () => {
    holder.kill("SIGKILL");
    // The first process of its namespace ends last.
    while (isRunning(holder.pid) || isRunning(pidOfInit())) pause(10);
    rmSync(folder, { recursive: true, force: true });
  };
  while (!existsSync(join(folder, "ready"))) {
    if (!isRunning(holder.pid)) {
      const logs = logsOf(folder);
      stop();
      throw new Error(`the control plane did not start:\n${logs}`);
    }
    pause(20);
  }
  return {
    folder,
    programs,
    pid: pidOfInit(),
    authority,
    log: (name) => readFileSync(join(folder, "logs", name), "utf8"),
    stop,
  };
}

/** What start.sh reads. */
function prepare(folder: string, authority: string): void {
  mkdirSync(join(folder, "logs"));
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(join(folder, "service-account.key"), privateKey);
  const { namespace, name } = operatorAccount;
  const groups = `system:serviceaccounts,system:serviceaccounts:${namespace},system:authenticated`;
  writeFileSync(
    join(folder, "tokens.csv"),
    `token-of-admin,admin,admin,"system:masters"\ntoken-of-operator,system:serviceaccount:${namespace}:${name},operator,"${groups}"\n`,
  );
  for (const name of ["admin", "operator"])
    writeFileSync(join(folder, `${name}.kubeconfig`), kubeconfigText(authority, { token: `token-of-${name}` }));
}

/** The state of a process, and not an event: nothing else of this process runs while it waits. A zombie has ended. */
function isRunning(pid: number | string | undefined): boolean {
  if (pid === "" || pid === undefined) return false;
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** The ends of all logs. */
function logsOf(folder: string): string {
  const logs = join(folder, "logs");
  return readdirSync(logs)
    .map((name) => `-- ${name}\n${readFileSync(join(logs, name), "utf8").trim().split("\n").slice(-20).join("\n")}`)
    .join("\n");
}
