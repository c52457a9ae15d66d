import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse, parseAllDocuments } from "yaml";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const read = (file: string) => readFileSync(join(root, "tutorials", file), "utf8");
const objects = (file: string) => parseAllDocuments(read(file)).map((document) => document.toJS());

describe("what tutorials give to controllers", function () {
  this.timeout(240_000);

  for (const tutorial of ["argo-cd", "flux", "config-sync"]) {
    it(`${tutorial}: every manifest is a list of resources`, () => {
      const files = readdirSync(join(root, "tutorials", tutorial)).filter((file) => file.endsWith(".yaml"));
      expect(files).not.to.deep.equal([]);
      for (const file of files)
        for (const { apiVersion, kind, metadata } of objects(join(tutorial, file)))
          for (const text of [apiVersion, kind, metadata.name]) expect(text).to.be.a("string");
    });
  }

  it("all follow the branch, the artifact and the folder that the pipelines of tutorials/ci make", () => {
    const [application] = objects("argo-cd/application.yaml");
    const { repoURL: _, ...source } = application.spec.source;
    expect(source).to.deep.equal({ targetRevision: "rendered", path: "clusters/orders" });
    const [{ spec: git }, { spec: fromGit }] = objects("flux/rendered-branch.yaml");
    expect([git.ref, fromGit.path]).to.deep.equal([{ branch: "rendered" }, "./clusters/orders"]);
    const [{ spec: artifact }, { spec: fromArtifact }] = objects("flux/oci-artifact.yaml");
    expect([artifact.ref, fromArtifact.path]).to.deep.equal([{ tag: "main" }, "./clusters/orders"]);
    const [{ spec: sync }] = objects("config-sync/root-sync.yaml");
    expect([sync.git.branch, sync.git.dir]).to.deep.equal(["rendered", "clusters/orders"]);
    expect(read("ci/gitlab-ci.yaml")).to.include("--tag main");
    for (const file of ["ci/github-actions.yaml", "ci/tekton.yaml"])
      expect(read(file)).to.include("HEAD:refs/heads/rendered");
  });

  it("the differences that Argo CD ignores are in objects that the function makes, and are told in docs/operator.md", function () {
    requireTool(this, "jq", which("jq"));
    const [{ spec }] = objects("argo-cd/application.yaml");
    const made = parseAllDocuments(read("pvc/expected.yaml")).map((document) => document.toJS());
    for (const { group, kind, jqPathExpressions = [], jsonPointers = [] } of spec.ignoreDifferences) {
      const ours = made.filter(
        (object) => object.kind === kind && object.apiVersion === (group === undefined ? "v1" : `${group}/v1`),
      );
      expect(ours, kind).not.to.deep.equal([]);
      for (const expression of jqPathExpressions)
        expect(run("jq", [`del(${expression})`], { input: JSON.stringify(ours[0]) }).status).to.equal(0);
      for (const pointer of jsonPointers) expect(pointer).to.match(/^\/metadata\/(labels|annotations)$/);
    }
    const documented = parse(
      /```yaml\nspec:\n( {2}ignoreDifferences:[\s\S]*?)```/.exec(
        readFileSync(join(root, "docs/operator.md"), "utf8"),
      )?.[1] ?? "",
    );
    expect(documented.ignoreDifferences).to.deep.equal(spec.ignoreDifferences);
  });

  it("the operator settings of Config Sync are settings, and silence the info about its annotations", () => {
    const pvc = read("pvc/expected.yaml");
    const settings = read("config-sync/operator-settings.yaml");
    const { status, stdout } = run(program, ["check", "-"], { input: `${pvc}---\n${settings}` });
    expect(stdout).not.to.match(/operator-configuration|deployer-annotations/);
    expect(status).not.to.equal(2);
  });

  describe("the plugin of Argo CD", () => {
    let work: Workspace;
    beforeEach(() => {
      work = workspace("tutorials/ci");
    });
    afterEach(() => work.remove());

    it("generates what hydrate writes, and is mounted where the repo server looks", function () {
      const kustomize = requireTool(this, "kustomize", which("kustomize"));
      const [{ data, metadata }] = objects("argo-cd/plugin.yaml");
      const { kind, spec } = parse(data["plugin.yaml"]);
      expect(kind).to.equal("ConfigManagementPlugin");
      const [command, ...args] = spec.generate.command;
      const PATH = `${work.path()}:${join(kustomize, "..")}:${process.env.PATH}`;
      const cwd = work.path("tutorials/ci/clusters/orders");
      const generated = run(command, args, { cwd, env: { PATH } });
      expect(generated.status).to.equal(0);
      run(program, ["hydrate", ".", "-o", work.path("out"), "--kustomize", `${kustomize} build`], { cwd });
      const { "kustomization.yaml": _, ...files } = work.files("out");
      const parsed = (text: string) => parseAllDocuments(text).map((document) => document.toJS());
      expect(parsed(generated.stdout)).to.have.deep.members(Object.values(files).flatMap(parsed));
      expect(generated.stderr).to.equal("");
      const [patch] = objects("argo-cd/repo-server-patch.yaml");
      const { containers, volumes } = patch.spec.template.spec;
      expect(containers[0].command).to.deep.equal(["/var/run/argocd/argocd-cmp-server"]);
      expect(volumes[0].configMap.name).to.equal(metadata.name);
    });

    it("fails where kustomize or the function fails", function () {
      const kustomize = requireTool(this, "kustomize", which("kustomize"));
      const [{ data }] = objects("argo-cd/plugin.yaml");
      const [command, ...args] = parse(data["plugin.yaml"]).spec.generate.command;
      const PATH = `${work.path()}:${join(kustomize, "..")}:${process.env.PATH}`;
      const cwd = work.path("tutorials/ci/clusters/orders");
      const file = "tutorials/ci/clusters/orders/postgresql.yaml";
      work.write(file, work.read(file).replace("retention-full", "retension-full"));
      expect(run(command, args, { cwd, env: { PATH } }).status).to.equal(1);
      work.write(file, "kind: [");
      expect(run(command, args, { cwd, env: { PATH } })).to.include({ status: 2, stdout: "" });
    });
  });
});
