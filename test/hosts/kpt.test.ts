import { expect } from "chai";
import { docker, image, program, type Run, requireTool, root, run, which } from "../tools.ts";
import { type Workspace, workspace } from "./example.ts";

const kptfile = (pipeline: string) =>
  `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: databases\n  annotations:\n    config.kubernetes.io/local-config: "true"\npipeline:\n  mutators:\n${pipeline}`;
const byExec = kptfile(`  - exec: ${program}\n    configMap:\n      cluster_domain: example.internal\n`);
const byImage = kptfile(`  - image: ${image}\n    configMap:\n      cluster_domain: example.internal\n`);

describe("kpt", function () {
  this.timeout(120_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("package/Kptfile", byExec);
    work.write("package/pg/demo.yaml", `# the database\n${read("tutorials/pvc/postgresql.yaml")}`);
    work.write(
      "package/notes.yaml",
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes # kept\ndata:\n  mode: 0644\n  answer: yes\n",
    );
  });
  afterEach(() => work.remove());

  const read = (file: string) => run("cat", [`${root}/${file}`]).stdout;
  const kpt = (context: Mocha.Context, ...args: readonly string[]): Run =>
    run(requireTool(context, "kpt", which("kpt")), args, { cwd: work.path() });
  const kinds = (text: string | undefined) => [...(text ?? "").matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind);

  it("fn render: the objects go to one file per cluster beside it, everything else stays as it was", function () {
    const before = work.files("package");
    const { status } = kpt(this, "fn", "render", "package", "--allow-exec");
    expect(status).to.equal(0);
    const { "pg/demo-pgbackrest.yaml": made, Kptfile: _, ...others } = work.files("package");
    expect(kinds(made)).to.deep.equal(["ConfigMap", "ConfigMap", "StatefulSet", "CronJob", "CronJob"]);
    expect(made).to.include("repo1-host = demo-pgbackrest-repo-host-0.demo-clusterpods.pg.svc.example.internal");
    const { Kptfile: _before, ...untouched } = before;
    expect(others).to.deep.equal(untouched);
  });

  it("fn render twice = once; a moved file stays moved; what is not asked for any more goes", function () {
    kpt(this, "fn", "render", "package", "--allow-exec");
    const once = work.files("package");
    kpt(this, "fn", "render", "package", "--allow-exec");
    expect(work.files("package")).to.deep.equal(once);
    run("mkdir", ["-p", work.path("package/generated")]);
    run("mv", [work.path("package/pg/demo-pgbackrest.yaml"), work.path("package/generated/backups.yaml")]);
    work.write("package/pg/demo.yaml", work.read("package/pg/demo.yaml").replace(/ *incr: .*\n/, ""));
    expect(kpt(this, "fn", "render", "package", "--allow-exec").status).to.equal(0);
    const files = work.files("package");
    expect(Object.keys(files)).to.deep.equal(["Kptfile", "generated/backups.yaml", "notes.yaml", "pg/demo.yaml"]);
    expect(kinds(files["generated/backups.yaml"])).to.deep.equal(["ConfigMap", "ConfigMap", "StatefulSet", "CronJob"]);
    run("rm", [work.path("package/pg/demo.yaml")]);
    kpt(this, "fn", "render", "package", "--allow-exec");
    expect(Object.keys(work.files("package"))).to.deep.equal(["Kptfile", "notes.yaml"]);
  });

  it("fn render with the container image makes the same files", function () {
    requireTool(this, "docker with the image", docker());
    kpt(this, "fn", "render", "package", "--allow-exec");
    const { Kptfile: _exec, ...expected } = work.files("package");
    run("rm", [work.path("package/pg/demo-pgbackrest.yaml")]);
    work.write("package/Kptfile", byImage);
    expect(kpt(this, "fn", "render", "package").status).to.equal(0);
    const { Kptfile: _image, ...files } = work.files("package");
    expect(files).to.deep.equal(expected);
  });

  it("fn eval takes settings as key=value", function () {
    const { status } = kpt(this, "fn", "eval", "package", "--exec", program, "--", "pod_service_account_name=cpo-pod");
    expect(status).to.equal(0);
    expect(work.read("package/pg/demo-pgbackrest.yaml")).to.include("serviceAccountName: cpo-pod");
    const bad = kpt(this, "fn", "eval", "package", "--exec", program, "--", "pod_service_acount_name=x");
    expect(bad.status).to.equal(1);
    expect(bad.stderr).to.include(
      "`pod_service_acount_name` is not a setting. Did you mean `pod_service_account_name`?",
    );
  });

  it("fn source | function | fn sink", function () {
    const source = kpt(this, "fn", "source", "package");
    const expanded = run(program, [], { input: source.stdout });
    expect(expanded.status).to.equal(0);
    const sink = run(which("kpt") ?? "kpt", ["fn", "sink", work.path("out")], { input: expanded.stdout });
    expect(sink.status).to.equal(0);
    expect(Object.keys(work.files("out"))).to.deep.equal([
      "Kptfile",
      "notes.yaml",
      "pg/demo-pgbackrest.yaml",
      "pg/demo.yaml",
    ]);
  });

  it("a mistake leaves the package untouched, and its reason is read once", function () {
    work.write(
      "package/pg/demo.yaml",
      work.read("package/pg/demo.yaml").replace("repo1-retention-full", "repo1-retension-full"),
    );
    const before = work.files("package");
    const { status, stderr, stdout } = kpt(this, "fn", "render", "package", "--allow-exec");
    expect(status).to.equal(1);
    expect((stdout + stderr).split("is not a pgBackRest option").length - 1).to.equal(1);
    const { Kptfile: _after, ...files } = work.files("package");
    const { Kptfile: _before, ...untouched } = before;
    expect(files).to.deep.equal(untouched);
  });
});
