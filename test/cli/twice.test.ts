import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run } from "../tools.ts";

const cluster = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const typo = cluster.replace("retention-full", "retension-full");
const secret = (key: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: demo-s3\n  namespace: pg\nstringData:\n  s3.conf: |\n    [global]\n    repo1-cipher-pass = a\n    repo1-s3-key = ${key}\n    repo1-s3-key-secret = b\n`;
const kustomization = "resources: [pg.yaml]\n";

describe("what is there twice", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());

  /** Writes files, and checks them all. */
  function check(files: Readonly<Record<string, string>>, ...paths: readonly string[]) {
    for (const [file, text] of Object.entries(files)) work.write(`all/${file}`, text);
    return run(program, ["check", ...(paths.length > 0 ? paths : ["all"])], { cwd: work.path() });
  }
  const clean = (clusters: string) => ({
    status: 0,
    stdout: `${clusters}: 0 errors, 0 warnings, 0 infos.\n`,
    stderr: "",
  });
  const same =
    "is there twice, so a change to one of the two has no effect. [object-twice]\n  Remove one of the two.\n";
  const other =
    "is there twice, with different content, and only one of the two reaches the cluster. [object-twice]\n  Remove one of the two.\n";

  it("is named with both files and lines: a cluster", () => {
    expect(check({ "a.yaml": cluster, "b.yaml": `# copied\n${cluster}` })).to.deep.equal({
      status: 0,
      stdout: `all/b.yaml:5:3: postgresql pg/demo metadata.name: warning: postgresql \`demo\` ${same}  with postgresql pg/demo (all/a.yaml:4:3) metadata.name\n\n2 clusters: 0 errors, 1 warning, 0 infos.\n`,
      stderr: "",
    });
  });

  it("is named with both lines of one file", () => {
    expect(check({ "a.yaml": `${cluster}---\n${cluster}` }).stdout).to.include(
      `  with postgresql pg/demo (all/a.yaml:4:3) metadata.name`,
    );
  });

  it("is an error where two Secrets differ", () => {
    expect(check({ "a.yaml": `${cluster}---\n${secret("a")}`, "b.yaml": secret("b") })).to.deep.equal({
      status: 1,
      stdout: `all/b.yaml:4:3: Secret pg/demo-s3 metadata.name: error: Secret \`demo-s3\` ${other}  with Secret pg/demo-s3 (all/a.yaml:${cluster.split("\n").length + 4}:3) metadata.name\n\n1 cluster: 1 error, 0 warnings, 0 infos.\n`,
      stderr: "",
    });
  });

  it("is one thing where a file is named twice", () => {
    expect(check({ "a.yaml": `${cluster}---\n${secret("a")}` }, "all/a.yaml", "all", "all/a.yaml")).to.deep.equal(
      clean("1 cluster"),
    );
  });

  it("is one cluster in two versions where each has a kustomization, and both are checked with their own Secrets", () => {
    const files = {
      "base/kustomization.yaml": kustomization,
      "base/pg.yaml": `${cluster}---\n${secret("a")}`,
      "prod/kustomization.yaml": kustomization,
      "prod/pg.yaml": `${cluster.replace("30 2 * * 0", "45 2 * * 0")}---\n${secret("b")}`,
    };
    expect(check(files)).to.deep.equal(clean("2 clusters"));
    const wrong = check({ "prod/pg.yaml": `${typo}---\n${secret("b").replace("s3-key =", "s3-kee =")}` }).stdout;
    expect(wrong).to.match(/^all\/prod\/pg\.yaml:\d+:\d+: .*retension-full/);
    expect(wrong).to.match(/all\/prod\/pg\.yaml:\d+:\d+: Secret pg\/demo-s3 s3\.conf:3: error/);
    expect(wrong).to.not.include("all/base");
  });

  it("is an object of an earlier run, as a function leaves it that does not see them", () => {
    const rendered = run(program, ["render", "-"], { cwd: work.path(), input: cluster }).stdout;
    const map = rendered.split("---\n").find((document) => document.includes("kind: ConfigMap")) ?? "";
    const { status, stdout } = check({ "a.yaml": rendered, "b.yaml": map });
    expect(status).to.equal(1);
    expect(stdout).to.match(
      /^all\/b\.yaml:\d+:\d+: ConfigMap pg\/demo-pgbackrest-config metadata\.name: error: ConfigMap `demo-pgbackrest-config` was created by this function and is there twice/,
    );
    expect(stdout).to.match(
      /\n {2}with ConfigMap pg\/demo-pgbackrest-config \(all\/a\.yaml:\d+:\d+\) metadata\.name\n/,
    );
    expect(stdout).to.include("remove `selectors:` from the function's entry in the Kptfile");
    // The rendered manifests of a folder beside their source are another version of it.
    work.write("all/out/kustomization.yaml", "resources: [all.yaml]\n");
    work.write("all/out/all.yaml", rendered);
    work.write("all/b.yaml", "");
    expect(run(program, ["check", "all"], { cwd: work.path() })).to.deep.equal(clean("2 clusters"));
  });
});

describe("the function's own configuration", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("all/pg.yaml", cluster);
  });
  afterEach(() => work.remove());
  const config = (annotations: string) =>
    `apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nmetadata:\n  name: own\n  annotations: {${annotations}}\nspec: {adopt: true}\n`;
  const runs = "config.kubernetes.io/function: 'exec: {path: ./expand-pgbackrest}'";
  const check = (path: string, input = "") => run(program, ["check", path], { cwd: work.path(), input }).stdout;

  it("is named where a kustomization lists it as a resource, and nowhere else", () => {
    work.write("all/fn.yaml", config(runs));
    work.write("all/kustomization.yaml", "resources: [pg.yaml]\ntransformers: [fn.yaml]\n");
    expect(check("all")).to.not.include("config-among-resources");
    work.write("all/kustomization.yaml", "resources: [pg.yaml]\ntransformers: [function]\n");
    work.write("all/function/kustomization.yaml", "resources: [fn.yaml]\n");
    work.write("all/function/fn.yaml", config(runs));
    expect(check("all")).to.not.include("config-among-resources");
    work.write("all/kustomization.yaml", "resources: [pg.yaml, fn.yaml]\n");
    expect(check("all")).to.include("all/fn.yaml:2:1: ExpandPgBackRest own kind: warning: This is the configuration");
  });

  for (const [what, annotations, isNamed] of [
    ["without a word", "", true],
    ["that runs a function", runs, true],
    ["that stays in the package, as kpt wants it", "config.kubernetes.io/local-config: 'true'", false],
  ] as const)
    it(`among finished manifests: one ${what}`, () => {
      expect(check("-", `${cluster}---\n${config(annotations)}`).includes("[config-among-resources]")).to.equal(
        isNamed,
      );
    });

  it("is a file of the package under kpt", () => {
    const item = (text: string, file: string) =>
      `- ${text
        .replace("metadata:\n", `metadata:\n  annotations: {internal.config.kubernetes.io/path: ${file}}\n`)
        .replace("  annotations: {}\n", "")
        .trimEnd()
        .replaceAll("\n", "\n  ")}\n`;
    const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${item(cluster, "a.yaml")}${item(config(""), "fn.yaml")}`;
    expect(run(program, [], { cwd: work.path(), input: list }).stderr).to.not.include("config-among-resources");
  });
});
