import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect } from "chai";
import { Compile } from "typebox/schema";
import { parse } from "yaml";
import { type Workspace, workspace } from "./hosts/example.ts";
import { docker, image, kubectls, program, requireTool, root, run, which } from "./tools.ts";

const folder = join(root, "fn-config");
const read = (file: string) => readFileSync(join(folder, file), "utf8");
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  .sort();
const declarations = ["component/function.yaml", "container.yaml", "exec.yaml", "transformer/function.yaml"];

describe("fn-config, what users copy", () => {
  it("is complete", () => {
    expect(files).to.deep.equal([
      "Kptfile-fragment.yaml",
      "baseline.schema.json",
      "check.schema.json",
      "component/function.yaml",
      "component/kustomization.yaml",
      "component/namereference.yaml",
      "config.schema.json",
      "container.yaml",
      "exec.yaml",
      "expand-pgbackrest.code-snippets",
      "function-definition.yaml",
      "metadata.yaml",
      "namereference.yaml",
      "namereference/kustomization.yaml",
      "namereference/namereference.yaml",
      "plan.schema.json",
      "postgresql.schema.json",
      "prometheus-rules.yaml",
      "schema-catalog.json",
      "schema.json",
      "status-cron-job.yaml",
      "status-rbac.yaml",
      "status.schema.json",
      "transformer/function.yaml",
      "transformer/kustomization.yaml",
    ]);
  });

  it("has the same text in copies, for kustomize reads no file outside a folder", () => {
    const content = (file: string) => read(file).replace(/^#.*\n/gm, "");
    for (const copy of ["component/function.yaml", "transformer/function.yaml"])
      expect(content(copy)).to.equal(content("container.yaml"));
    for (const copy of ["component/namereference.yaml", "namereference/namereference.yaml"])
      expect(read(copy)).to.equal(read("namereference.yaml"));
  });

  it("names one image everywhere", () => {
    // Snippets hold clusters, too.
    const ours = /image: (ghcr\.io\/[^\s"\\]+|expand-pgbackrest\S*)/g;
    const named = files.flatMap((file) => [...read(file).matchAll(ours)].map(([, name]) => [file, name]));
    expect(named).to.deep.equal([
      ["Kptfile-fragment.yaml", image],
      ["component/function.yaml", image],
      ["container.yaml", image],
      ["expand-pgbackrest.code-snippets", image],
      ["function-definition.yaml", image],
      ["metadata.yaml", image.replace(/:latest$/, "")],
      ["status-cron-job.yaml", image],
      ["transformer/function.yaml", image],
    ]);
  });

  describe("the schema for editors", () => {
    const schema = Compile(JSON.parse(read("schema.json")));

    for (const file of declarations) {
      it(`is named by ${file}, and accepts it`, () => {
        const [, path = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(file)) ?? [];
        expect(join(dirname(file), path)).to.equal("schema.json");
        expect(existsSync(join(folder, dirname(file), path))).to.equal(true);
        expect(schema.Check(parse(read(file)))).to.equal(true);
      });
    }

    for (const [spec, good] of [
      ["{operator: {cluster_domain: example.internal, kubernetes: {pod_service_account_name: cpo}}}", true],
      ["{selector: {matchLabels: {team: a}}, namespace: pg, adopt: true, cloneConfigMap: true}", true],
      ["{pgbackrestRelease: 2.58.0, checks: {no-retention: {severity: 'off', reason: kept forever by law}}}", true],
      ["{operator: {release: 0.9.1, crd: manifests}}", true],
      ["{operator: {release: [0.9.1]}}", false],
      ["{operator: {crd: helm}}", false],
      ["{jobs: {timeZone: Europe/Vienna, suspend: false, backoffLimit: 2}}", true],
      ["{repoHost: operator}", true],
      ["{repoHost: apply}", true],
      ["{repoHost: true}", false],
      ["{jobs: {timezone: Europe/Vienna}}", false],
      ["{jobs: {suspend: 'false'}}", false],
      ["{jobs: {backoffLimit: 2147483648}}", false],
      ["{operator: {cluster_domian: example.internal}}", false],
      ["{adopt: 'yes'}", false],
      ["{checks: {no-retention: {severity: fatal}}}", false],
      ["{checks: {no-retension: {severity: info}}}", false],
    ] as const) {
      it(`${good ? "accepts" : "refuses"} ${spec}`, () => {
        const functionConfig = read("container.yaml").replace("spec: {}", `spec: ${spec}`);
        expect(schema.Check(parse(functionConfig))).to.equal(good);
      });
    }
  });

  it("describes the function in the fields that catalogs know", () => {
    // KRMFunctionDefinition: kyaml@v0.18.1 fn/framework/function_definition.go; metadata.yaml: kptdev/krm-functions-catalog.
    const { apiVersion, kind, metadata, spec } = parse(read("function-definition.yaml"));
    const { group, names, versions, ...about } = spec;
    expect({ apiVersion, kind, metadata, group, names }).to.deep.equal({
      apiVersion: "config.kubernetes.io/v1alpha1",
      kind: "KRMFunctionDefinition",
      metadata: { name: "expand-pgbackrest" },
      group: "fn.cpo.opensource.cybertec.at",
      names: { kind: "ExpandPgBackRest" },
    });
    expect(Object.keys(about)).to.have.members(["description", "publisher", "home", "tags"]);
    expect(versions).to.have.lengthOf(1);
    expect(Object.keys(versions[0])).to.have.members(["name", "idempotent", "usage", "examples", "license", "runtime"]);
    const catalog = parse(read("metadata.yaml"));
    const keys = ["image", "description", "tags", "sourceURL", "examplePackageURLs", "license"];
    expect(Object.keys(catalog)).to.deep.equal(keys);
    expect([catalog.description, catalog.tags, catalog.sourceURL]).to.deep.equal([
      about.description,
      about.tags,
      about.home,
    ]);
    const home = `${about.home}/`;
    for (const url of [versions[0].usage, ...versions[0].examples, ...catalog.examplePackageURLs]) {
      expect(url.startsWith(home)).to.equal(true);
      expect(existsSync(join(root, url.slice(home.length).replace(/^(blob|tree)\/main\//, ""))), url).to.equal(true);
    }
  });

  describe("copied beside a kustomization", function () {
    this.timeout(240_000);
    let work: Workspace;
    beforeEach(() => {
      work = workspace("tutorials/s3");
      work.write("tutorials/s3/namereference.yaml", read("namereference.yaml"));
    });
    afterEach(() => work.remove());

    const kustomization = () => work.read("tutorials/s3/kustomization.yaml").replace(/components:[\s\S]*/, "");
    const rendered = readFileSync(join(root, "tutorials", "s3", "expected.yaml"), "utf8");

    it("exec.yaml runs the program that lies there, in standalone kustomize", function () {
      const kustomize = requireTool(this, "kustomize", which("kustomize"));
      work.write("tutorials/s3/exec.yaml", read("exec.yaml"));
      symlinkSync(program, work.path("tutorials/s3/expand-pgbackrest"));
      const more = "transformers: [exec.yaml]\nconfigurations: [namereference.yaml]\n";
      work.write("tutorials/s3/kustomization.yaml", kustomization() + more);
      const args = ["build", "--enable-alpha-plugins", "--enable-exec", work.path("tutorials/s3")];
      expect(run(kustomize, args)).to.include({ status: 0, stdout: rendered });
    });

    for (const kubectl of kubectls().length > 0 ? kubectls() : [undefined]) {
      it(`container.yaml runs the image, in ${basename(kubectl ?? "kubectl")}`, function () {
        const tool = requireTool(this, "kubectl", kubectl);
        requireTool(this, "docker with the image", docker());
        work.write("tutorials/s3/container.yaml", read("container.yaml"));
        const more = "transformers: [container.yaml]\nconfigurations: [namereference.yaml]\n";
        work.write("tutorials/s3/kustomization.yaml", kustomization() + more);
        const args = ["kustomize", "--enable-alpha-plugins", work.path("tutorials/s3")];
        expect(run(tool, args)).to.deep.equal({ status: 0, stdout: rendered, stderr: "" });
      });
    }
  });

  describe("the Kptfile fragment", function () {
    this.timeout(240_000);
    let work: Workspace;
    beforeEach(() => {
      work = workspace();
    });
    afterEach(() => work.remove());

    it("is all that a Kptfile needs", function () {
      const kpt = requireTool(this, "kpt", which("kpt"));
      requireTool(this, "docker with the image", docker());
      const packages = join(import.meta.dirname, "hosts", "testdata");
      run("cp", ["-r", join(packages, "kpt-package"), work.path("package")]);
      work.write(
        "package/Kptfile",
        `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: databases\n${read("Kptfile-fragment.yaml")}`,
      );
      expect(run(kpt, ["fn", "render", work.path("package")]).status).to.equal(0);
      for (const file of ["pg/demo-pgbackrest.yaml", "events/events-pgbackrest.yaml"]) {
        const rendered = readFileSync(join(packages, "kpt-rendered", file), "utf8");
        expect(work.read(`package/${file}`)).to.equal(rendered.replaceAll("svc.example.internal", "svc.cluster.local"));
      }
    });
  });
});
