import { rmSync } from "node:fs";
import { expect } from "chai";
import { execFunction, type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, run, which } from "../tools.ts";
import type { Cluster } from "./cluster.ts";
import { manifestsOf, sync } from "./operator.ts";
import { sharedCluster } from "./shared.ts";
import { storedObjects } from "./stored.ts";

/** What deployers make of tutorials/pvc, with a second cluster beside it that then leaves. */
describe("deployers", function () {
  this.timeout(480_000);
  let cluster: Cluster;
  let work: Workspace;
  before(function () {
    cluster = sharedCluster(this);
  });
  beforeEach(() => {
    work = workspace("tutorials/pvc", "fn-config");
  });
  afterEach(() => work.remove());

  const names = (namespace: string) =>
    storedObjects(cluster, ["--namespace", namespace])
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .sort();
  const namesOf = (text: string) => manifestsOf(text).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  /** The tutorial's cluster, and another like it, in a new namespace. */
  async function twoClusters() {
    const namespace = await cluster.makeNamespace();
    const demo = work.read("tutorials/pvc/expected.yaml").replaceAll("namespace: pg", `namespace: ${namespace}`);
    const other = demo.replace(/\bdemo\b/g, "other");
    return { namespace, demo, other };
  }
  const isCronJob = (name: string) => name.startsWith("CronJob ");

  it("kustomize, layers with other names: one base, applied twice, each time with its own host names", async function () {
    const kustomize = requireTool(this, "kustomize", which("kustomize"));
    for (const place of ["component", "transformer"])
      work.write(`fn-config/${place}/function.yaml`, execFunction(program));
    const base = "secretGenerator: [{name: demo-pgbackrest, namespace: pg, files: [pgbackrest.conf]}]\n";
    work.write("tutorials/pvc/kustomization.yaml", `resources: [postgresql.yaml]\n${base}`);
    const fn = "../../fn-config";
    for (const name of ["acme", "umbrella"]) {
      const namespace = await cluster.makeNamespace();
      work.write(
        `tutorials/${name}/kustomization.yaml`,
        `resources: [../pvc]\nnamePrefix: ${name}-\nnamespace: ${namespace}\ncomponents: [${fn}/namereference]\ntransformers: [${fn}/transformer]\n`,
      );
      const args = ["build", "--enable-alpha-plugins", "--enable-exec", work.path(`tutorials/${name}`)];
      const built = run(kustomize, args);
      expect(built.stderr).to.equal("");
      cluster.kubectl(["apply", "--server-side", "--validate=strict", "-f", "-"], built.stdout);
      expect(names(namespace).filter((each) => !each.startsWith("Secret "))).to.deep.equal([
        `ConfigMap ${name}-demo-pgbackrest-config`,
        `ConfigMap ${name}-demo-pgbackrest-repohost-config`,
        `CronJob pgbackrest-${name}-demo-repo1-full`,
        `CronJob pgbackrest-${name}-demo-repo1-incr`,
        `StatefulSet ${name}-demo-pgbackrest-repo-host`,
        `postgresql ${name}-demo`,
      ]);
      const stored = (what: string, path: string) =>
        cluster.kubectl(["get", "-n", namespace, what, `--output=jsonpath=${path}`]);
      // The name of the pod below the Service that the stored StatefulSet gives it.
      const service = stored(`statefulset/${name}-demo-pgbackrest-repo-host`, "{.spec.serviceName}");
      const host = `${name}-demo-pgbackrest-repo-host-0.${service}.${namespace}.svc.cluster.local`;
      const [repoHost] =
        stored(`configmap/${name}-demo-pgbackrest-config`, "{.data}").match(/repo1-host = [^\\]*/) ?? [];
      expect(repoHost).to.equal(`repo1-host = ${host}`);
    }
  });

  it("kubectl, an ApplySet that a cluster leaves: all of that cluster is pruned, and nothing else", async () => {
    const { namespace, demo, other } = await twoClusters();
    const apply = applySet(cluster, namespace);
    apply(`${demo}---\n${other}`);
    apply(demo);
    expect(names(namespace)).to.deep.equal(["Secret fleet", ...namesOf(demo)].sort());
  });

  it("kubectl, an ApplySet after the operator's sync: CronJobs, whose labels it replaces, stay, unless all is applied once more (row 19)", async () => {
    const { namespace, demo, other } = await twoClusters();
    const apply = applySet(cluster, namespace);
    apply(`${demo}---\n${other}`);
    sync(cluster, namespace);
    apply(`${demo}---\n${other}`);
    apply(demo);
    expect(names(namespace)).to.deep.equal(["Secret fleet", ...namesOf(demo)].sort());
    apply(`${demo}---\n${other}`);
    sync(cluster, namespace);
    apply(demo);
    expect(names(namespace)).to.deep.equal(
      ["Secret fleet", ...namesOf(demo), ...namesOf(other).filter(isCronJob)].sort(),
    );
  });

  it("kpt live, a package that a cluster leaves: all of that cluster is pruned, after the operator's sync but for CronJobs, unless it adopts them (row 19)", async function () {
    requireTool(this, "kpt", which("kpt"));
    work.write("package/Kptfile", "apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: { name: fleet }\n");
    const kpt = (...args: readonly string[]) => {
      const { status, stdout, stderr } = cluster.run("kpt", ["live", ...args], { cwd: work.path("package") });
      expect(status, stderr).to.equal(0);
      return stdout;
    };
    kpt("install-resource-group");
    for (const { synced, policy } of [
      { synced: false, policy: "strict" },
      { synced: true, policy: "strict" },
      { synced: true, policy: "adopt" },
    ]) {
      const { namespace, demo, other } = await twoClusters();
      rmSync(work.path("package/resourcegroup.yaml"), { force: true });
      kpt("init", "--namespace", namespace, "--name", "fleet");
      work.write("package/demo.yaml", demo);
      work.write("package/other.yaml", other);
      kpt("apply", "--server-side");
      if (synced) sync(cluster, namespace);
      rmSync(work.path("package/other.yaml"));
      work.write("package/demo.yaml", demo.replaceAll("30 2 * * 0", "30 3 * * 0"));
      const said = kpt("apply", "--server-side", "--force-conflicts", `--inventory-policy=${policy}`);
      const isLeft = synced && policy === "strict";
      expect(said.includes("inventory policy prevented actuation"), said).to.equal(isLeft);
      expect(names(namespace)).to.deep.equal(
        [...namesOf(demo), ...(isLeft ? namesOf(other).filter(isCronJob) : [])].sort(),
      );
      const full = ["get", "cronjob", "pgbackrest-demo-repo1-full", "-n", namespace];
      expect(cluster.kubectl([...full, "--output=jsonpath={.spec.schedule}"])).to.equal(
        isLeft ? "30 2 * * 0" : "30 3 * * 0",
      );
    }
  });
});

const applySet = (cluster: Cluster, namespace: string) => (text: string) => {
  const args = [
    "apply",
    "--server-side",
    "--force-conflicts",
    "--prune",
    "--applyset=fleet",
    "--namespace",
    namespace,
    "-f",
    "-",
  ];
  const apply = () => cluster.run("kubectl", args, { input: text, env: { KUBECTL_APPLYSET: "true" } });
  let { status, stderr } = apply();
  // When the resource is gone, Kubernetes deletes the StatefulSet that it owns, too, and may be faster than kubectl, which then ends with 1.
  if (/^error: pruning StatefulSet\.apps \S+: statefulsets\.apps "\S+" not found\n$/.test(stderr))
    ({ status, stderr } = apply());
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
};
