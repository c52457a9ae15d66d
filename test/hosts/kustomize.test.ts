import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { docker, kubectls, program, requireTool, root, run, which } from "../tools.ts";
import { execFunction, type Workspace, workspace } from "./example.ts";

const expected = (tutorial: string) => readFileSync(join(root, "tutorials", tutorial, "expected.yaml"), "utf8");

/** What kubectl and kustomize say on standard error when nothing is wrong. */
const quiet = (stderr: string) => stderr.replace(/^# Warning: .*\n/gm, "");

describe("kustomize", function () {
  this.timeout(480_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace("tutorials", "fn-config");
  });
  afterEach(() => work.remove());

  const build = (folder: string) =>
    run(which("kustomize") ?? "kustomize", ["build", "--enable-alpha-plugins", "--enable-exec", work.path(folder)]);

  for (const tutorial of ["s3", "pvc"]) {
    for (const kubectl of kubectls().length > 0 ? kubectls() : [undefined]) {
      it(`${basename(kubectl ?? "kubectl")} kustomize, container, Component: tutorial ${tutorial}, complete output`, function () {
        const tool = requireTool(this, "kubectl", kubectl);
        requireTool(this, "docker with the image", docker());
        const { status, stdout } = run(tool, ["kustomize", "--enable-alpha-plugins", work.path("tutorials", tutorial)]);
        expect(status).to.equal(0);
        expect(stdout).to.equal(expected(tutorial));
      });
    }

    for (const declaration of ["container", "exec"]) {
      it(`kustomize build, ${declaration}: tutorial ${tutorial}, complete output and nothing on standard error`, function () {
        requireTool(this, "kustomize", which("kustomize"));
        if (declaration === "container") requireTool(this, "docker with the image", docker());
        else work.write("fn-config/component/function.yaml", execFunction(program));
        const { status, stdout, stderr } = build(`tutorials/${tutorial}`);
        expect(quiet(stderr)).to.equal("");
        expect(status).to.equal(0);
        expect(stdout).to.equal(expected(tutorial));
      });
    }
  }

  for (const tutorial of readdirSync(join(root, "tutorials")).filter((name) =>
    existsSync(join(root, "tutorials", name, "kustomization.yaml")),
  )) {
    const advice = tutorial === "restore" ? /^[^\n]* info: [^\n]* \[restore-left\]\n[^\n]*\n$/ : /^$/;
    it(`tutorial ${tutorial}: its expected.yaml, and ${tutorial === "restore" ? "only advice" : "not a word"} on standard error`, function () {
      requireTool(this, "kustomize", which("kustomize"));
      work.write("fn-config/component/function.yaml", execFunction(program));
      const { status, stdout, stderr } = build(`tutorials/${tutorial}`);
      expect(quiet(stderr)).to.match(advice);
      expect(status).to.equal(0);
      expect(stdout).to.equal(expected(tutorial));
    });
  }

  /** The pvc tutorial with the function as a transformer of its own layer, and an overlay above it. */
  function layers(overlay: string, spec = "{}"): void {
    work.write("fn-config/component/function.yaml", execFunction(program, spec));
    work.write("overlay/kustomization.yaml", `resources: [../tutorials/pvc]\n${overlay}`);
  }

  const names = (text: string) => [...text.matchAll(/^ {2}name: (.*)$/gm)].map(([, name]) => name);

  it("runs in base and overlay: the second run changes nothing", function () {
    requireTool(this, "kustomize", which("kustomize"));
    layers("components: [../fn-config/component]\n");
    const { status, stdout, stderr } = build("overlay");
    expect(quiet(stderr)).to.equal("");
    expect(status).to.equal(0);
    expect(stdout).to.equal(expected("pvc"));
  });

  it("runs in base and overlay: names and namespace that the base's overlay changes are right everywhere, host names included", function () {
    requireTool(this, "kustomize", which("kustomize"));
    layers("namePrefix: acme-\nnamespace: prod\n");
    work.write("top/kustomization.yaml", "resources: [../overlay]\ncomponents: [../fn-config/component]\n");
    const { status, stdout } = build("top");
    expect(status).to.equal(0);
    expect(
      names(stdout).filter(
        (name) => !name?.includes("pgbackrest-67") && !/^acme-demo-pgbackrest-[0-9a-z]{10}$/.test(name ?? ""),
      ),
    ).to.deep.equal([
      "acme-demo-pgbackrest-config",
      "acme-demo-pgbackrest-repohost-config",
      "acme-demo-pgbackrest-repo-host",
      "pgbackrest-acme-demo-repo1-full",
      "pgbackrest-acme-demo-repo1-incr",
      "acme-demo",
    ]);
    expect(stdout).to.include(
      "repo1-host = acme-demo-pgbackrest-repo-host-0.acme-demo-clusterpods.prod.svc.cluster.local",
    );
    expect(stdout).not.to.include(".pg.svc.");
  });

  it("stops the build for an error and says why; nothing is printed", function () {
    requireTool(this, "kustomize", which("kustomize"));
    layers("");
    work.write(
      "tutorials/pvc/postgresql.yaml",
      work.read("tutorials/pvc/postgresql.yaml").replace("repo1-retention-full", "repo1-retension-full"),
    );
    const { status, stdout, stderr } = build("tutorials/pvc");
    expect(status).to.equal(1);
    expect(stdout).to.equal("");
    expect(stderr).to.include(
      "postgresql pg/demo spec.backup.pgbackrest.global.repo1-retension-full: error: `repo1-retension-full` is not a pgBackRest option, so this line has no effect. [unknown-option]\n  Write `repo1-retention-full`.\n",
    );
  });

  it("follows a change of the Secret: another hash in CR, StatefulSet and CronJobs", function () {
    requireTool(this, "kustomize", which("kustomize"));
    layers("");
    const hashes = (text: string) => [...text.matchAll(/: (demo-pgbackrest-[0-9a-z]{10})$/gm)].map(([, name]) => name);
    const before = hashes(build("tutorials/pvc").stdout);
    work.write("tutorials/pvc/pgbackrest.conf", "[global]\nrepo1-cipher-pass = another-fake-passphrase\n");
    const after = hashes(build("tutorials/pvc").stdout);
    expect(before.length).to.equal(5); // Secret, StatefulSet, two CronJobs, CR
    expect(new Set(after).size).to.equal(1);
    expect(after.length).to.equal(5);
    expect(after[0]).not.to.equal(before[0]);
  });
});
