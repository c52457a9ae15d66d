import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";
import { hydrateArgs, printBuilt } from "./built.ts";

const rendered = readFileSync(join(root, "tutorials", "pvc", "expected.yaml"), "utf8");
const tutorial = readFileSync(join(root, "tutorials", "pvc", "postgresql.yaml"), "utf8");
/** The cluster of the tutorial without a Secret. */
const cluster = tutorial
  .replace(/ +configuration:\n.*\n/, "")
  .replace("repo1-cipher-type: aes-256-cbc", "process-max: '2'");
/** The same with its repository in object storage. */
const inStore = cluster
  .replace(
    /storage: pvc[\s\S]*?schedule:/,
    "storage: gcs\n        resource: backups\n        keyType: auto\n        key: gcs.json\n        schedule:",
  )
  .replace("process-max", "repo1-path: /demo\n        process-max");
const key = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/repo-host";
const left = cluster.replace("metadata:\n", `metadata:\n  annotations:\n    ${key}: operator\n`);
const functionConfig = (spec: string) =>
  `apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: ${spec}\n`;
const host = "statefulset-demo-pgbackrest-repo-host.yaml";
const leaveIt = `Leave the StatefulSet to the operator: set \`spec.repoHost: operator\` in the functionConfig, or the annotation \`${key}: operator\` on the cluster.`;

describe("the repo host and who makes it", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("operator.yaml", functionConfig("{repoHost: operator}"));
  });
  afterEach(() => work.remove());

  const expand = (...args: readonly string[]) => run(program, args, { cwd: work.path() });

  describe("in hydrate", () => {
    beforeEach(() => {
      work.write("kustomize.sh", printBuilt);
      work.write("demo/built.yaml", cluster);
    });
    const hydrate = (...args: readonly string[]) =>
      run(program, hydrateArgs(work, ["demo", "-o", "out", ...args]), { cwd: work.path() });
    const files = () =>
      Object.fromEntries(Object.entries(work.files("out/demo")).filter(([file]) => file !== "kustomization.yaml"));
    const done = { status: 0, stdout: "1 of 1 folders hydrated.\n" };

    it("it is a file, or it is not: all other files are the same, back and forth", () => {
      expect(hydrate()).to.deep.equal({ ...done, stderr: "" });
      const applied = files();
      expect(Object.keys(applied)).to.include(`pg/${host}`);
      expect(hydrate("-f", "operator.yaml")).to.include(done);
      const { [`pg/${host}`]: statefulSet, ...others } = applied;
      expect(files()).to.deep.equal(others);
      expect(hydrate("-f", "operator.yaml")).to.deep.equal({ ...done, stderr: "" });
      expect(hydrate()).to.deep.equal({ ...done, stderr: "" });
      expect(files()).to.deep.equal(applied);
      expect(statefulSet).to.be.a("string");
    });

    it("says once what to do when it leaves the folder, because a deployer may prune it", () => {
      hydrate();
      expect(hydrate("-f", "operator.yaml")).to.deep.equal({
        ...done,
        stderr: `demo:
postgresql pg/demo metadata.name: warning: The repo host is now left to the operator, and the StatefulSet leaves the manifests. A deployer that prunes deletes it together with its pod, so that nothing is archived or backed up until the next sync of the operator. [repo-host-removed]
  If it was applied, suspend the deployer and run \`kubectl delete statefulset demo-pgbackrest-repo-host --namespace pg --cascade=orphan\` before you apply this, which keeps pod and volume; the operator makes the StatefulSet anew at its next sync.
`,
      });
    });

    it("writes nothing when its volume would go with it, until the file is gone", () => {
      const deletes = "{persistent_volume_claim_retention_policy: {when_deleted: delete, when_scaled: retain}}";
      work.write("delete.yaml", functionConfig(`{repoHost: operator, operator: ${deletes}}`));
      hydrate();
      const before = work.files("out/demo");
      const { status, stderr } = hydrate("-f", "delete.yaml");
      expect(status).to.equal(1);
      expect(stderr).to.include("Kubernetes then deletes its volume with every backup on it. [repo-host-removed]");
      expect(work.files("out/demo")).to.deep.equal(before);
      rmSync(work.path("out/demo/pg", host));
      expect(hydrate("-f", "delete.yaml").status).to.equal(0);
    });

    it("warns when a cluster that was written before gets its first volume, and not when it is new", () => {
      work.write("demo/built.yaml", inStore);
      expect(hydrate().status).to.equal(0);
      work.write("demo/built.yaml", cluster);
      expect(hydrate()).to.deep.equal({
        ...done,
        stderr: `demo:
postgresql pg/demo spec.backup.pgbackrest.repos[0].storage: warning: The repo host is new, but other objects of the cluster are from an earlier run. If the cluster runs already and everything is applied at once, the operator finds StatefulSet \`demo-pgbackrest-repo-host\` and never makes the Secret \`demo-pgbackrest-cert\`, so there are no backups. [repo-host-order]
  ${leaveIt} Or apply the \`postgresql\` alone, wait for the Secret \`demo-pgbackrest-cert\`, and then apply the rest.
`,
      });
      work.write("demo/built.yaml", inStore);
      hydrate();
      work.write("demo/built.yaml", left);
      expect(hydrate()).to.deep.equal({ ...done, stderr: "" });
    });
  });

  describe("in render", () => {
    it("is shown on request where it is left to the operator", () => {
      work.write("demo.yaml", left);
      const hidden = expand("render", "demo.yaml").stdout;
      const shown = expand("render", "demo.yaml", "--include-repo-host").stdout;
      const documents = (text: string) => text.split("---\n");
      expect(documents(shown).filter((each) => !documents(hidden).includes(each))).to.have.lengthOf(1);
      expect(shown).to.include("\nkind: StatefulSet\n");
      expect(hidden).to.not.include("\nkind: StatefulSet\n");
      work.write("given.yaml", cluster);
      expect(expand("render", "given.yaml", "-f", "operator.yaml", "--include-repo-host").stdout).to.equal(
        expand("render", "given.yaml").stdout,
      );
    });
  });

  describe("in check", () => {
    const clean = { status: 0, stdout: "1 cluster: 0 errors, 0 warnings, 0 infos.\n", stderr: "" };
    const withoutHost = rendered.replace(/apiVersion: apps\/v1\nkind: StatefulSet\n[\s\S]*?---\n/, "");

    it("is wanted, or it is not, as the cluster or the functionConfig says", () => {
      work.write("all.yaml", rendered);
      work.write("less.yaml", withoutHost);
      work.write(
        "annotated.yaml",
        withoutHost.replace("kind: postgresql\nmetadata:\n", `$&  annotations:\n    ${key}: operator\n`),
      );
      expect(expand("check", "all.yaml")).to.deep.equal(clean);
      expect(expand("check", "less.yaml", "-f", "operator.yaml")).to.deep.equal(clean);
      expect(expand("check", "annotated.yaml")).to.deep.equal(clean);
      expect(expand("check", "less.yaml").stdout).to.include("is missing, although other objects");
      expect(expand("check", "all.yaml", "-f", "operator.yaml")).to.deep.equal({
        status: 1,
        stdout: `all.yaml:85:3: StatefulSet pg/demo-pgbackrest-repo-host metadata.name: error: StatefulSet \`demo-pgbackrest-repo-host\` is among the manifests, but \`operator\` is set for the repo host of its cluster, which leaves the StatefulSet to the operator. [stale-object]
  Run the function again, so that it removes the StatefulSet from the manifests. If it was applied, read docs/operator.md first ("Who makes the repo host"): a deployer that prunes must not delete it together with its pod.

1 cluster: 1 error, 0 warnings, 0 infos.
`,
        stderr: "",
      });
    });

    it("is judged in either case: an annotation that the operator does not know", () => {
      const annotated = rendered.replace(
        "kind: StatefulSet\nmetadata:\n",
        "kind: StatefulSet\nmetadata:\n  annotations:\n    example.com/by: me\n",
      );
      work.write("all.yaml", annotated);
      for (const args of [[], ["-f", "operator.yaml"]])
        expect(expand("check", "all.yaml", ...args).stdout).to.include("[foreign-annotation]");
    });

    it("finds the operator in the same folder or kustomization, and not beside others", () => {
      const deployment =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: op, namespace: cpo}\nspec: {template: {spec: {containers: [{name: op, image: cybertecpostgresql/cybertec-pg-operator:v0.9.2-1}]}}}\n";
      work.write("apart/operator/deployment.yaml", deployment);
      work.write("apart/clusters/demo.yaml", cluster);
      work.write("together/deployment.yaml", deployment);
      work.write("together/demo.yaml", cluster);
      const list = (...files: readonly string[]) => `resources:\n${files.map((file) => `- ${file}\n`).join("")}`;
      work.write("listed/kustomization.yaml", list("operator/deployment.yaml", "clusters/demo.yaml"));
      work.write("listed/operator/deployment.yaml", deployment);
      work.write("listed/clusters/demo.yaml", cluster);
      const said = (...args: readonly string[]) =>
        [...expand("check", ...args).stdout.matchAll(/\[(repo-host-order)\]/g)].length;
      expect(["apart", "together", "listed"].map((folder) => said(folder))).to.deep.equal([0, 1, 1]);
      expect(run(program, ["check", "-"], { input: `${cluster}---\n${deployment}` }).stdout).to.include(
        "[repo-host-order]",
      );
    });

    it("finds it in what kustomize builds", function () {
      requireTool(this, "kustomize", which("kustomize"));
      work.write("all/kustomization.yaml", "resources: [demo.yaml, operator.yaml]\n");
      work.write("all/demo.yaml", cluster);
      work.write(
        "all/operator.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: op, namespace: cpo}\nspec: {template: {spec: {containers: [{name: op, image: cybertecpostgresql/cybertec-pg-operator:v0.9.2-1}]}}}\n",
      );
      const env = { PATH: `${join(process.env.HOME ?? "/root", "go", "bin")}:${process.env.PATH}` };
      const { stdout } = run(program, ["check", "--kustomize", "all"], { cwd: work.path(), env });
      expect(stdout).to.match(/^all\/operator\.yaml:3:12: Deployment cpo\/op metadata\.name: warning: /m);
    });
  });
});
