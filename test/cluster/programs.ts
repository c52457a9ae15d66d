import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireTool, root, which } from "../tools.ts";

const module = join(import.meta.dirname, "control-plane");

/**
 * The folder with etcd, kube-apiserver, kube-controller-manager and kubectl, as control-plane/build.sh builds them from the module of now;
 * undefined where it has not.
 */
export function controlPlanePrograms(): string | undefined {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum", "build.sh"]) hash.update(readFileSync(join(module, file)));
  const folder = join(root, ".cache/control-plane", hash.digest("hex").slice(0, 16));
  return existsSync(join(folder, "built-with")) ? folder : undefined;
}

/** Skips the test where a control plane cannot be started; in CI that is a failure. */
export function requireControlPlane(context: Mocha.Context): void {
  requireTool(context, "the control plane (test/cluster/control-plane/build.sh)", controlPlanePrograms());
  for (const tool of ["setpriv", "unshare", "nsenter", "ip"]) requireTool(context, tool, which(tool));
  requireTool(context, "root", process.getuid?.() === 0 ? "root" : undefined);
}
