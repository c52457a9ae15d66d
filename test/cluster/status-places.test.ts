import { once } from "node:events";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Cluster } from "./cluster.ts";
import { kubeconfigText } from "./kubeconfig.ts";
import { type LivingCluster, livingCluster, program, soon } from "./living-cluster.ts";
import { sharedCluster } from "./shared.ts";

const inPod = "/var/run/secrets/kubernetes.io/serviceaccount";

describe("status where programs run", function () {
  this.timeout(480_000);
  let cluster: Cluster;
  let living: LivingCluster;
  before(async function () {
    cluster = sharedCluster(this);
    living = await livingCluster(cluster);
  });
  after(() => living && rmSync(living.folder, { recursive: true, force: true }));
  /** A shell in which `"$@"` is `status`, as the one of a mount namespace of its own. */
  const shell = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    cluster.run(
      "unshare",
      ["--mount", "bash", "-c", script, "bash", process.execPath, program, "status", "--now", soon(), ...args],
      { env },
    );

  it("asks in a pod about the pod's namespace, with the token that Kubernetes puts there", () => {
    const files = join(living.folder, "pod");
    mkdirSync(files);
    living.kubectl(["create", "serviceaccount", "in-pod"]);
    living.kubectl([
      "create",
      "rolebinding",
      "in-pod",
      "--clusterrole=view",
      `--serviceaccount=${living.namespace}:in-pod`,
    ]);
    writeFileSync(join(files, "token"), living.kubectl(["create", "token", "in-pod"]).trim());
    writeFileSync(join(files, "namespace"), living.namespace);
    copyFileSync(cluster.plane.authority, join(files, "ca.crt"));
    const script = `mkdir -p ${inPod} && mount --bind "${files}" ${inPod} && exec "$@"`;
    const env = { KUBECONFIG: "/nowhere", KUBERNETES_SERVICE_HOST: "127.0.0.1", KUBERNETES_SERVICE_PORT: "6443" };
    const { stdout, stderr } = shell(script, ["--format", "json"], env);
    expect(stderr).to.equal("");
    const { context, problems } = JSON.parse(stdout);
    expect(context).to.equal(undefined);
    // Of the operator's kinds, the role has none: what is refused names who asks, and where.
    expect(JSON.stringify(problems))
      .to.include(`system:serviceaccount:${living.namespace}:in-pod`)
      .and.to.include(`in namespace \`${living.namespace}\``);
  });

  it("needs no home, no standard input, no file that it may write, and no user who is known", () => {
    const config = join(living.folder, "readable");
    const authority = join(living.folder, "ca.crt");
    copyFileSync(cluster.plane.authority, authority);
    writeFileSync(config, kubeconfigText(authority, { token: "token-of-admin" }));
    const script = `chmod -R a+rX "${living.folder}" && mount --bind / / && mount -o remount,ro,bind / && unset HOME &&
      exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@" <&-`;
    const { status, stdout, stderr } = shell(script, ["-n", living.namespace, "--kubeconfig", config]);
    expect({ status, stderr, isSeen: stdout.includes(`ok  ${living.namespace}/demo`) }).to.deep.equal({
      ...{ status: 0, stderr: "" },
      isSeen: true,
    });
    expect(stdout).to.not.include("\u001b");
  });

  it("ends with the code of what it saw where nobody reads to the end", () => {
    const script = `mkfifo "$FIFO" && (exec 3<"$FIFO") & sleep 0.2; "$@" >"$FIFO"; echo "$?"`;
    const late = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const args = ["--now", late, "-n", living.namespace, "--format", "json"];
    const { stdout } = cluster.run("bash", ["-c", script, "bash", process.execPath, program, "status", ...args], {
      env: { FIFO: join(living.folder, "fifo") },
    });
    expect(stdout).to.equal("2\n");
  });

  for (const [signal, code] of [
    ["SIGINT", 0],
    ["SIGTERM", 0],
    ["SIGHUP", "SIGHUP"],
  ] as const)
    it(`ends a watch on ${signal} ${code === 0 ? "with the code of the last look" : "at once"}`, async () => {
      const child = cluster.start(process.execPath, [
        ...[program, "status", "-n", living.namespace, "--now", soon(), "--watch", "600"],
      ]);
      const ended = once(child, "close");
      if (child.stdout === null) throw new Error("It has no output.");
      await once(child.stdout, "data");
      child.kill(signal);
      const [exitCode, bySignal] = await ended;
      expect(bySignal ?? exitCode).to.equal(code);
    });
});
