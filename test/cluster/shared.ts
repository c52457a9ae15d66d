import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { waitUntil } from "../e2e/processes.ts";
import { root } from "../tools.ts";
import { type Cluster, connect } from "./cluster.ts";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";
import { operatorRights } from "./operator-rights.ts";
import { requireControlPlane } from "./programs.ts";

let shared: Cluster | undefined;

/**
 * The cluster of all test files of one mocha, started when it is first asked for; each test makes a namespace. Skips the test where none can
 * be started; in CI that is a failure. For a hook or a test with a time-out of a minute.
 */
export function sharedCluster(context: Mocha.Context): Cluster {
  if (shared === undefined) {
    requireControlPlane(context);
    const started = startCluster();
    process.once("exit", () => started.plane.stop());
    shared = started;
  }
  return shared;
}

/** A control plane with a kubelet, the operator's resources and its rights. Stop it with `plane.stop()`. */
export function startCluster(): Cluster {
  const plane = startControlPlane();
  try {
    startKubelet(plane);
    const cluster = connect(plane);
    cluster.kubectl(["create", "-f", join(import.meta.dirname, "crds"), "-f", "-"], JSON.stringify(operatorRights));
    cluster.kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"]);
    waitUntil("the kubelet serves", () => existsSync(join(plane.folder, "kubelet")));
    return cluster;
  } catch (error) {
    plane.stop();
    throw error;
  }
}

/** In all namespaces of the control plane, so that it ends with it. */
function startKubelet({ folder, pid }: ControlPlane): void {
  const output = openSync(join(folder, "logs/kubelet"), "a");
  const command = [process.execPath, "--import", "tsx", join(import.meta.dirname, "kubelet.ts"), folder];
  const kubelet = spawn("nsenter", ["--target", pid, "--net", "--pid", "--", ...command], {
    stdio: ["ignore", output, output],
    cwd: root,
  });
  closeSync(output);
  kubelet.unref();
}
