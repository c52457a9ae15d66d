import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { nameReferences } from "../../src/cli/kustomization-copy.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const cluster = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const generator = "secretGenerator: [{name: demo-s3, namespace: pg, files: [s3.conf]}]\n";
const own = `resources: [postgresql.yaml]\n${generator}`;
const fn = "../fn-config";

describe("check, of files that a kustomization builds into something else", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace("fn-config");
    work.write("app/postgresql.yaml", cluster);
    work.write("app/s3.conf", "[global]\nrepo1-s3-key = a\nrepo1-s3-key-secret = b\n");
  });
  afterEach(() => work.remove());
  const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });
  function found(...args: readonly string[]): readonly string[] {
    const { findings }: { findings: ReadonlyArray<Record<string, unknown>> } = JSON.parse(
      check(...args, "--format", "json").stdout,
    );
    return findings.map(({ rule, severity, file }) => `${file} ${severity} ${rule}`);
  }
  const info = "app/kustomization.yaml info judged-unbuilt";
  const missing = "app/postgresql.yaml error secret-missing";

  it("says so of the folder and of a file in it, with what is left out and what to call", () => {
    work.write("app/kustomization.yaml", `${own}components: [${fn}/component]\n`);
    for (const path of ["app", "app/postgresql.yaml"])
      expect(check(path)).to.deep.equal({
        status: 0,
        stdout: `app/kustomization.yaml:1:1: info: This kustomization was not built: 1 cluster of it is checked as written, without its changes, and without the Secret \`demo-s3\` that it generates. [judged-unbuilt]
  To check what it builds, use \`--kustomize app\`.

1 cluster: 0 errors, 0 warnings, 1 info.
`,
        stderr: "",
      });
    expect(run(program, ["check", "."], { cwd: work.path("app") }).stdout).to.include("use `--kustomize .`.");
    expect(check("app", "--fail-on", "warning").status).to.equal(0);
  });

  it("says so once for each kustomization that is built, not for what these include", () => {
    work.write("app/kustomization.yaml", `${own}components: [${fn}/component]\n`);
    work.write("patched/kustomization.yaml", "kind: Component\npatches: [{patch: '[]'}]\n");
    for (const name of ["dev", "prod"])
      work.write(`${name}/kustomization.yaml`, `resources: [../app]\nnamespace: ${name}\ncomponents: [../patched]\n`);
    expect(found(".")).to.deep.equal(["dev", "prod"].map((name) => `${name}/kustomization.yaml info judged-unbuilt`));
  });

  for (const [what, text] of [
    ["that only lists what is checked, like those of hydrate", "resources: [postgresql.yaml]\n"],
    ["of other files", "resources: [other.yaml]\nnamePrefix: a-\n"],
    ["that is a Component", "kind: Component\nresources: [postgresql.yaml]\npatches: [{patch: '[]'}]\n"],
  ] as const)
    it(`is silent about a kustomization ${what}`, () => {
      work.write("app/kustomization.yaml", text);
      work.write("app/other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
      expect(check("app").stdout).to.equal("1 cluster: 0 errors, 0 warnings, 0 infos.\n");
    });

  it("says so where the kustomization adds resources that are somewhere else", () => {
    work.write("app/kustomization.yaml", "resources: [postgresql.yaml, 'https://example.com/a?ref=1']\n");
    expect(found("app")).to.deep.equal([info]);
  });

  describe("the namespace of a cluster with a repository on a volume", () => {
    const bare = readFileSync(join(root, "tutorials", "pvc", "postgresql.yaml"), "utf8").replace(
      "  namespace: pg\n",
      "",
    );
    const told = (...args: readonly string[]) => found(...args).filter((each) => each.endsWith("namespace-missing"));
    beforeEach(() => {
      work.write("base/postgresql.yaml", bare);
      work.write("base/kustomization.yaml", "resources: [postgresql.yaml]\n");
    });

    it("is the business of the layers that set it", () => {
      work.write("dev/kustomization.yaml", "resources: [../base]\nnamespace: dev\n");
      work.write("prod/kustomization.yaml", "resources: [../base]\ncomponents: [../name]\n");
      work.write("name/kustomization.yaml", "kind: Component\nnamespace: prod\n");
      for (const paths of [
        ["base", "dev"],
        ["base", "prod"],
        ["dev", "base/postgresql.yaml"],
      ]) {
        expect(told(...paths), paths.join(" ")).to.deep.equal([]);
        expect(check(...paths).status).to.equal(0);
      }
    });

    it("is left to a layer that is not among the paths, and named", () => {
      for (const path of ["base", "base/postgresql.yaml"]) {
        expect(told(path)).to.deep.equal(["base/postgresql.yaml info namespace-missing"]);
        expect(check(path).status).to.equal(0);
      }
      expect(check("base").stdout).to.include(
        "The kustomization that lists it was not built. Let it or an overlay set `namespace:`, and check that with `--kustomize DIR`.",
      );
    });

    it("is an error of a file that no kustomization lists, and of what is built, rendered or piped", function () {
      requireTool(this, "kustomize", which("kustomize"));
      const error = (file: string) => [`${file} error namespace-missing`];
      work.write("base/other.yaml", bare.replace("name: demo", "name: other"));
      expect(told("base/other.yaml")).to.deep.equal(error("base/other.yaml"));
      expect(told("--kustomize", "base")).to.deep.equal(error("base/postgresql.yaml"));
      expect(run(program, ["render", "base"], { cwd: work.path() }).status).to.equal(1);
      expect(run(program, ["check", "-"], { input: bare }).status).to.equal(1);
    });
  });

  describe("the name of a generated Secret", () => {
    for (const [what, text] of [
      ["a hash, and nothing else", own],
      ["a hash, with the function as a transformer", `${own}transformers: [${fn}/transformer]\n`],
      ["the options of another generator", own.replace("}]", "}, {name: b, options: {disableNameSuffixHash: true}}]")],
      ["a prefix without a hash", `${own}namePrefix: a-\ngeneratorOptions: {disableNameSuffixHash: true}\n`],
      ["a nameReference of another field", `${own}configurations: [other.yaml]\n`],
    ] as const)
      it(`does not reach the cluster: ${what}`, () => {
        work.write("app/kustomization.yaml", text);
        work.write("app/other.yaml", "nameReference: [{kind: Secret, fieldSpecs: [{kind: Pod, path: spec/x}]}]\n");
        expect(found("app")).to.deep.equal([info, missing]);
        expect(found("app/postgresql.yaml")).to.deep.equal([info, missing]);
        expect(check("app").stdout).to.match(/fn-config\/namereference.*disableNameSuffixHash: true/);
      });

    for (const [what, text] of [
      ["the Component", `${own}components: [${fn}/component]\n`],
      ["the Component namereference", `${own}components: [${fn}/namereference]\n`],
      [
        "the Component by its address",
        `${own}components: ['https://example.com/expand-pgbackrest//fn-config/component']\n`,
      ],
      ["a nameReference of its own", `${own}configurations: [reference.yaml]\n`],
      ["no hash", `${own}generatorOptions: {disableNameSuffixHash: true}\n`],
      ["no hash of this one", own.replace("}]", ", options: {disableNameSuffixHash: true}}]")],
      ["a Component that cannot be seen", `${own}components: ['https://example.com/others']\n`],
      ["another Secret", own.replace("demo-s3", "other")],
    ] as const)
      it(`reaches the cluster, or may: ${what}`, () => {
        work.write("app/kustomization.yaml", text);
        work.write("app/reference.yaml", readFileSync(join(root, "fn-config", "namereference.yaml"), "utf8"));
        expect(found("app")).to.deep.equal([info]);
      });

    it("does not reach the source of a clone", () => {
      const clone =
        "  clone: {cluster: other, pgbackrest: {configuration: {secret: demo-s3}, repo: {storage: s3, resource: b, endpoint: s3.example.com, region: eu}}}\n  backup:";
      work.write(
        "app/postgresql.yaml",
        cluster.replace("  backup:", clone).replace(/secret: demo-s3\n/, "secret: x\n"),
      );
      work.write("app/kustomization.yaml", own);
      expect(found("app")).to.include(missing);
      work.write("app/kustomization.yaml", `${own}components: [${fn}/namereference]\n`);
      expect(found("app")).not.to.include(missing);
    });

    it("can be accepted like any rule", () => {
      work.write("app/kustomization.yaml", own);
      work.write("config.yaml", "checks: {secret-missing: {severity: warning}}\n");
      expect(found("app", "--config", "config.yaml")).to.deep.equal([info, missing.replace("error", "warning")]);
    });
  });

  it("takes the same fields for references as fn-config/namereference", () => {
    const file = readFileSync(join(root, "fn-config", "namereference.yaml"), "utf8");
    expect(nameReferences).to.deep.equal(parse(file));
  });
});
