import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { docker, image, program, type Run, requireTool, run, which } from "../tools.ts";
import { type Workspace, workspace } from "./example.ts";

const testdata = join(import.meta.dirname, "testdata");
type Files = Readonly<Record<string, string>>;

/** Files of a folder of testdata by their paths. */
const filesOf = (folder: string): Files =>
  Object.fromEntries(
    readdirSync(join(testdata, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(join(testdata, folder).length + 1), readFileSync(file, "utf8")]),
  );

/** The package with two clusters, no Secrets, and what is not ours; and what the function adds with `cluster_domain: example.internal`. */
const given = filesOf("kpt-package");
const added = filesOf("kpt-rendered");
const withDefaultDomain: Files = Object.fromEntries(
  Object.entries(added).map(([file, text]) => [file, text.replaceAll("svc.example.internal", "svc.cluster.local")]),
);

const kptfile = (mutator: string) =>
  `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: databases\n  annotations:\n    config.kubernetes.io/local-config: "true"\npipeline:\n  mutators:\n  - ${mutator}\n    configMap:\n      cluster_domain: example.internal\n`;

describe("kpt", function () {
  this.timeout(480_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    cpSync(join(testdata, "kpt-package"), work.path("package"), { recursive: true });
    work.write("package/Kptfile", kptfile(`exec: ${program}`));
  });
  afterEach(() => work.remove());

  const kpt = (context: Mocha.Context, ...args: readonly string[]): Run =>
    run(requireTool(context, "kpt", which("kpt")), args, { cwd: work.path() });
  const render = (context: Mocha.Context) => kpt(context, "fn", "render", "package", "--allow-exec");

  /** The files of a folder except the Kptfile, in which newer releases of kpt record the last run. */
  const files = (folder = "package"): Files => {
    const { Kptfile: _, ...others } = work.files(folder);
    return others;
  };
  const edit = (file: string, from: string | RegExp, to: string) => work.write(file, work.read(file).replace(from, to));
  const kinds = (text: string | undefined) => [...(text ?? "").matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind);

  it("fn render with exec: one file per cluster beside it, and everything else as it was, to the byte", function () {
    expect(render(this).status).to.equal(0);
    expect(files()).to.deep.equal({ ...given, ...added });
  });

  it("fn render with the container: the same files", function () {
    requireTool(this, "docker with the image", docker());
    work.write("package/Kptfile", kptfile(`image: ${image}`));
    expect(kpt(this, "fn", "render", "package").status).to.equal(0);
    expect(files()).to.deep.equal({ ...given, ...added });
  });

  it("fn render twice = once", function () {
    render(this);
    expect(render(this).status).to.equal(0);
    expect(files()).to.deep.equal({ ...given, ...added });
  });

  it("fn render respects where the user moved a generated file, and updates it there", function () {
    render(this);
    run("mkdir", [work.path("package/generated")]);
    run("mv", [work.path("package/pg/demo-pgbackrest.yaml"), work.path("package/generated/backups.yaml")]);
    edit("package/pg/demo.yaml", "full: 30 2 * * 0", "full: 45 4 * * 0");
    expect(render(this).status).to.equal(0);
    const { "pg/demo-pgbackrest.yaml": demo = "", ...events } = added;
    expect(files()).to.deep.equal({
      ...given,
      "pg/demo.yaml": work.read("package/pg/demo.yaml"),
      ...events,
      "generated/backups.yaml": demo.replace('schedule: "30 2 * * 0"', 'schedule: "45 4 * * 0"'),
    });
  });

  it("fn render keeps labels and annotations that the user put on a generated object", function () {
    render(this);
    const labelled = (text = "") =>
      text.replace("    expand-pgbackrest.fn", "    example.com/reviewed: by-me\n    expand-pgbackrest.fn");
    edit("package/pg/demo-pgbackrest.yaml", /^[\s\S]*$/, labelled(added["pg/demo-pgbackrest.yaml"]));
    const before = files();
    expect(before["pg/demo-pgbackrest.yaml"]).to.include("example.com/reviewed");
    expect(render(this).status).to.equal(0);
    expect(files()).to.deep.equal(before);
  });

  it("fn render removes what is no longer asked for: a schedule, a cluster", function () {
    render(this);
    edit("package/pg/demo.yaml", / *incr: .*\n/, "");
    run("rm", [work.path("package/events/cluster.yaml")]);
    expect(render(this).status).to.equal(0);
    expect(Object.keys(files())).to.deep.equal([
      "kustomization.yaml",
      "notes.yaml",
      "pg/demo-pgbackrest.yaml",
      "pg/demo.yaml",
    ]);
    const demo = added["pg/demo-pgbackrest.yaml"] ?? "";
    expect(files()["pg/demo-pgbackrest.yaml"]).to.equal(demo.slice(0, demo.lastIndexOf("\n---\n") + 1));
    expect(kinds(files()["pg/demo-pgbackrest.yaml"])).to.deep.equal([
      "ConfigMap",
      "ConfigMap",
      "StatefulSet",
      "CronJob",
    ]);
  });

  it("fn render leaves a repo host to the operator, and takes it back: all other objects stay as they are", function () {
    render(this);
    const annotated = given["pg/demo.yaml"]?.replace(
      "metadata:\n",
      "metadata:\n  annotations:\n    expand-pgbackrest.fn.cpo.opensource.cybertec.at/repo-host: operator\n",
    );
    work.write("package/pg/demo.yaml", annotated ?? "");
    const left = render(this);
    expect(left.status).to.equal(0);
    expect(left.stdout + left.stderr).to.include(
      "delete statefulset demo-pgbackrest-repo-host --namespace pg --cascade=orphan",
    );
    const documents = (text = "") => text.split("---\n").sort();
    const demo = "pg/demo-pgbackrest.yaml";
    const others = documents(added[demo]).filter((each) => !each.includes("kind: StatefulSet\n"));
    expect(documents(files()[demo])).to.deep.equal(others);
    expect(others.length).to.be.lessThan(documents(added[demo]).length);
    const again = render(this);
    expect(again.stdout + again.stderr).to.not.include("--cascade=orphan");
    work.write("package/pg/demo.yaml", given["pg/demo.yaml"] ?? "");
    const back = render(this);
    expect(back.status).to.equal(0);
    expect(back.stdout + back.stderr).to.not.include("The repo host is new");
    expect(documents(files()[demo])).to.deep.equal(documents(added[demo]));
  });

  it("fn eval takes settings as key=value, and a mistyped one is an error with the nearest name", function () {
    const evaluate = (...settings: readonly string[]) =>
      kpt(this, "fn", "eval", "package", "--exec", program, "--", ...settings);
    const bad = evaluate("pod_service_acount_name=x");
    expect(bad.status).to.equal(1);
    expect(bad.stderr).to.include(
      "`pod_service_acount_name` is not a setting. Did you mean `pod_service_account_name`?",
    );
    expect(files()).to.deep.equal(given);
    expect(evaluate("cluster_domain=example.internal", "pod_service_account_name=cpo-pod").status).to.equal(0);
    const expected = Object.entries(added).map(([file, text]) => [
      file,
      text.replaceAll("serviceAccountName: postgres-pod", "serviceAccountName: cpo-pod"),
    ]);
    expect(files()).to.deep.equal({ ...given, ...Object.fromEntries(expected) });
  });

  it("fn render takes the functionConfig from a file of the package, which is not the operator's configuration", function () {
    const mutator = `exec: ${program}\n    configPath: fn.yaml`;
    work.write("package/Kptfile", kptfile(mutator).replace(/ {4}configMap:\n.*\n/, ""));
    const data = "{cluster_domain: example.internal, pod_service_account_name: postgres-pod}";
    const config = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata: ${data}\n`;
    work.write("package/fn.yaml", config);
    expect(render(this).status).to.equal(0);
    expect(files()).to.deep.equal({ ...given, ...added, "fn.yaml": config });
  });

  it("fn source | function | fn sink: the same files, with the default settings", function () {
    const source = kpt(this, "fn", "source", "package");
    const expanded = run(program, [], { input: source.stdout });
    expect(expanded.status).to.equal(0);
    const sink = run(which("kpt") ?? "kpt", ["fn", "sink", work.path("out")], { input: expanded.stdout });
    expect(sink.status).to.equal(0);
    expect(files("out")).to.deep.equal({ ...given, ...withDefaultDomain });
  });

  it("fn source | function: kpt shows no results then, so the function says what it found", function () {
    edit("package/pg/demo.yaml", "repo1-retention-full", "repo1-retension-full");
    const { status, stderr } = run(program, [], { input: kpt(this, "fn", "source", "package").stdout });
    expect(status).to.equal(1);
    expect(stderr.split("is not a pgBackRest option").length - 1).to.equal(1);
  });

  it("a mistake leaves the package untouched, and its reason is read once", function () {
    edit("package/pg/demo.yaml", "repo1-retention-full", "repo1-retension-full");
    const before = files();
    for (const run of [render, (context: Mocha.Context) => kpt(context, "fn", "eval", "package", "--exec", program)]) {
      const { status, stderr, stdout } = run(this);
      expect(status).to.equal(1);
      expect((stdout + stderr).split("is not a pgBackRest option").length - 1).to.equal(1);
      expect(files()).to.deep.equal(before);
    }
  });

  it("a mistake after a good render leaves the generated files as they were", function () {
    render(this);
    edit("package/pg/demo.yaml", "repo1-retention-full", "repo1-retension-full");
    const before = files();
    expect(render(this).status).to.equal(1);
    expect(files()).to.deep.equal(before);
  });
});
