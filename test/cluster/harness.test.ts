import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect } from "chai";
import { processesOf, waitUntil } from "../e2e/processes.ts";
import { root } from "../tools.ts";
import type { Cluster } from "./cluster.ts";
import { wishes } from "./pod-wishes.ts";
import { requireControlPlane } from "./programs.ts";
import { sharedCluster } from "./shared.ts";

describe("the cluster of the tests", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  before(function () {
    cluster = sharedCluster(this);
  });

  const pod = (name: string, annotations = {}) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, annotations },
      spec: { containers: [{ name: "main", image: "example" }], serviceAccountName: "postgres-pod" },
    });
  const job = (name: string) => ["create", "job", name, "--image=example", "--", "true"];

  it("makes pods what annotations of their namespace say, and of themselves first", async () => {
    const namespace = await cluster.makeNamespace(wishes({ "kubelet/jobs": "fail" }));
    const inNamespace = ["-n", namespace];
    cluster.kubectl([...inNamespace, "create", "-f", "-"], pod("up"));
    cluster.kubectl([...inNamespace, "create", "-f", "-"], pod("down", wishes({ "kubelet/pods": "unready" })));
    cluster.kubectl([...inNamespace, ...job("wrong")]);
    cluster.waitFor(namespace, "pod/up", "condition=Ready");
    cluster.waitFor(namespace, "pod/down", "jsonpath={.status.phase}=Running");
    cluster.waitFor(namespace, "pod/down", "condition=Ready=false");
    cluster.waitFor(namespace, "job/wrong", "jsonpath={.status.failed}=1");
    cluster.kubectl([...inNamespace, "delete", "pod/up", "--timeout=10s"]);
  });

  it("answers for logs and commands of pods", async () => {
    const answers = wishes({
      "kubelet/log": "first\nlast\n",
      exec: { "pgbackrest info": { stdout: "[]\n" }, psql: { stderr: "no server\n", exitCode: 2 } },
    });
    const namespace = await cluster.makeNamespace(answers);
    cluster.kubectl(["-n", namespace, "create", "-f", "-"], pod("up"));
    cluster.waitFor(namespace, "pod/up", "condition=Ready");
    expect(cluster.kubectl(["-n", namespace, "logs", "up"])).to.equal("first\nlast\n");
    expect(cluster.kubectl(["-n", namespace, "logs", "up", "--tail=1"])).to.equal("last\n");
    const exec = (...command: readonly string[]) =>
      cluster.tryKubectl(["-n", namespace, "exec", "up", "--", ...command]);
    expect(exec("pgbackrest", "info", "--output=json")).to.deep.equal({ status: 0, stdout: "[]\n", stderr: "" });
    expect(exec("psql")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: "no server\ncommand terminated with exit code 2\n",
    });
    expect(exec("ls").status).to.equal(127);
  });

  it("knows identities, each with its rights", async () => {
    const namespace = await cluster.makeNamespace();
    const can = (verb: string, what: string, as: Parameters<Cluster["kubeconfig"]>[0]) =>
      cluster.tryKubectl(["auth", "can-i", verb, what, "-n", namespace], { as }).stdout.trim();
    expect(can("delete", "nodes", "admin")).to.equal("yes");
    expect(can("update", "cronjobs.batch", "operator")).to.equal("yes");
    expect(can("delete", "nodes", "operator")).to.equal("no");
    expect(can("get", "pods", { namespace, serviceAccount: "postgres-pod" })).to.equal("no");
  });

  it("is not left behind by a test that is killed, and several run side by side", function () {
    requireControlPlane(this);
    const script = `
      import { startCluster } from "./test/cluster/shared.ts";
      const { plane, kubectl } = startCluster();
      kubectl(["get", "nodes", "node-1"]);
      console.log(plane.folder);
      process.kill(process.pid, "SIGKILL");`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      cwd: root,
      encoding: "utf8",
    });
    const folder = stdout.trim();
    expect(existsSync(folder), stderr).to.equal(true);
    waitUntil("its processes have ended", () => processesOf(folder).length === 0);
    spawnSync("rm", ["-r", folder]);
    expect(cluster.kubectl(["get", "--raw", "/readyz"])).to.equal("ok");
  });
});
