import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "pvc", "postgresql.yaml"), "utf8");
/** In an earlier wave than the cluster, or its order would be warned of. */
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: postgres-operator, namespace: cpo, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
spec: {template: {spec: {containers: [{name: postgres-operator, image: "mirror:5000/cybertec-pg-operator:v0.9.0-1"}]}}}
`;
const config = `apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1
kind: ExpandPgBackRest
metadata: {name: f}
spec: {operator: {release: 0.9.0}}
`;
const now = ["--now", "2026-02-01T12:00:00Z"];

/** Every command takes the operator's release by the same road: from the functionConfig, and from a Deployment among the manifests. */
describe("the operator's release", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("all/demo.yaml", demo);
    work.write("config.yaml", config);
  });
  afterEach(() => work.remove());

  for (const [from, given, prepare] of [
    ["the functionConfig", ["--function-config", "config.yaml"], () => undefined],
    ["a Deployment", [], () => work.write("all/operator.yaml", deployment)],
  ] as const)
    describe(`from ${from}`, () => {
      beforeEach(prepare);
      const text = (...args: readonly string[]) => {
        const { status, stdout, stderr } = run(program, [...args, ...given], { cwd: work.path() });
        expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
        return stdout;
      };

      it("decides what render makes", () => {
        const made = text("render", "all");
        expect(made)
          .to.include("pg1-host = demo-0.demo.pg.svc.cluster.local\n")
          .and.not.include("name: pgbackrest-tmp");
      });

      it("decides what check takes for stale, and what it refuses", () => {
        const fromFiles = run(program, ["render", "all", ...given], { cwd: work.path() }).stdout;
        work.write("all/made.yaml", fromFiles.slice(fromFiles.indexOf("kind: ConfigMap") - "apiVersion: v1\n".length));
        expect(text("check", "all")).to.match(/^1 cluster: 0 errors, 0 warnings, 0 infos\.\n$/);
        work.write("all/made.yaml", "");
        work.write("all/demo.yaml", demo.replace("spec:\n", "spec:\n  labels: {a: b}\n"));
        const { status, stdout } = run(program, ["check", "all", ...given], { cwd: work.path() });
        expect(status).to.equal(1);
        expect(stdout).to.include("[operator-release-field]");
      });

      it("decides how restore-patch writes options, and what --undo leaves", () => {
        const patch = text("restore-patch", "demo", "--to", "2026-01-31T11:00:00Z", "-f", "all", ...now);
        expect(patch).to.include('          target: "\\"2026-01-31 11:00:00+00\\""\n');
        expect(patch).to.include(
          "# Then end it: apply what this prints. Do not take this patch away: without an id, every sync of the operator v0.9.0 fails.\n",
        );
        const undo = text("restore-patch", "demo", "--undo", "-f", "all", ...now);
        expect(undo).to.match(/\nspec:\n {2}numberOfInstances: 2\n$/);
        expect(undo).to.include(
          "# If the cluster is ever created anew, remove `restore` from its manifest before, or it is restored again.\n",
        );
      });

      it("gives the command that ends a restore the instances, which the patch hides where it is among the manifests", function () {
        requireTool(this, "kustomize", which("kustomize"));
        work.write(
          "all/kustomization.yaml",
          `resources: [demo.yaml${from === "a Deployment" ? ", operator.yaml" : ""}]\n`,
        );
        const patch = text("restore-patch", "demo", "--to", "2026-01-31T11:00:00Z", "-k", "all", ...now);
        const [, undo = ""] = /^# {3}expand-pgbackrest (.*)$/m.exec(patch) ?? [];
        expect(undo).to.equal(
          `restore-patch pg/demo --undo --instances 2 -k all${given.length === 0 ? "" : " --function-config config.yaml"}`,
        );
        work.write("all/restore.yaml", patch);
        work.write("all/kustomization.yaml", `${work.read("all/kustomization.yaml")}patches: [{path: restore.yaml}]\n`);
        expect(run(program, undo.split(" "), { cwd: work.path() }).stdout).to.include("  numberOfInstances: 2\n");
        const { stdout } = run(program, ["restore-patch", "demo", "--undo", "-k", "all", ...given], {
          cwd: work.path(),
        });
        expect(stdout)
          .to.include("# Ends the restore of pg/demo, with one instance. `restore` stays: ")
          .and.include("  numberOfInstances: 1\n");
      });

      it("decides what the runbook says of the end of a restore", () => {
        const page = text("runbook", "demo", "-f", "all");
        expect(page)
          .to.include("without an id, every sync of the operator v0.9.0 fails")
          .and.not.include("and no `restore`");
      });

      it("is no difference to plan", () => {
        expect(text("plan", "all", ...now)).to.include("demo");
      });

      it("decides what hydrate writes", function () {
        requireTool(this, "kustomize", which("kustomize"));
        work.write(
          "all/kustomization.yaml",
          `resources: [demo.yaml${from === "a Deployment" ? ", operator.yaml" : ""}]\n`,
        );
        run(program, ["hydrate", "all", "-o", "out", ...given], { cwd: work.path() });
        const found = run("grep", ["-rho", "pg1-host = .*", "out"], { cwd: work.path() }).stdout;
        expect(found).to.equal("pg1-host = demo-0.demo.pg.svc.cluster.local\n");
      });
    });
});
