import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { operatorReleases } from "../src/cpo/releases.ts";
import { releases as pgBackRestReleases } from "../src/pgbackrest/generated/options.ts";
import { execFunction, type Workspace, workspace } from "./hosts/example.ts";
import { docker, kubectls, program, requireTool, root, run, which } from "./tools.ts";

/** Commands that .ci/run and `npm test` themselves run: they cannot run inside a test. */
const ofCi = /^(npm ci && npm run build && |npm ci && npm test$|docker build )/;

describe("every command block of the README", function () {
  this.timeout(480_000);
  const text = readFileSync(join(root, "README.md"), "utf8");
  for (const [, block = ""] of text.matchAll(/^```sh\n([\s\S]*?)^```/gm)) {
    for (const line of block.trim().split("\n")) {
      const command = line.replace(/^npm ci && npm run build && /, "");
      if (ofCi.test(command)) continue;
      it(`runs: ${command}`, function () {
        if (command.startsWith("kubectl")) {
          requireTool(this, "kubectl", kubectls()[0]);
          requireTool(this, "docker with the image", docker());
        }
        if (/ hydrate | --kustomize /.test(command)) requireTool(this, "kustomize", which("kustomize"));
        const { status, stdout } = run("bash", ["-c", command], { cwd: root });
        expect(status).to.equal(0);
        expect(stdout).not.to.equal("");
      });
    }
  }

  it("names only files that are there", () => {
    for (const [, path = ""] of text.matchAll(/\]\(([^)#:]+)\)/g))
      expect(run("ls", [join(root, path)]).status, path).to.equal(0);
  });

  describe("its compatibility table", () => {
    const [, table = ""] = /^## Compatibility\n\n([\s\S]*?)\n\n/m.exec(text) ?? [];
    const row = (name: string) => table.split("\n").find((line) => line.startsWith(`| ${name} |`)) ?? "";
    const read = (file: string) => readFileSync(join(root, file), "utf8");

    it("names the releases of the operator and of pgBackRest that the program knows", () => {
      const known = Object.keys(operatorReleases);
      expect(row("operator")).to.include(`v${known[0]} to v${known.at(-1)}`);
      expect(row("pgBackRest")).to.include(`options of ${pgBackRestReleases[0]} to ${pgBackRestReleases.at(-1)}`);
    });

    it("names the releases that the tests run", function () {
      const [, kubernetes] = /k8s\.io\/kubernetes v([\d.]+)/.exec(read("test/cluster/control-plane/go.mod")) ?? [];
      expect(row("Kubernetes")).to.include(`of ${kubernetes} |`);
      const [, kustomize] = /^kustomize_version=v(.*)$/m.exec(read(".ci/run")) ?? [];
      expect(row("kustomize")).to.include(`| ${kustomize},`);
      const [, node] = /^>=(.*)$/.exec(JSON.parse(read("package.json")).engines.node) ?? [];
      expect(row("Node")).to.include(`| ${node} and later |`);
      expect(row("kpt")).to.include(`| ${run(requireTool(this, "kpt", which("kpt")), ["version"]).stdout.trim()} |`);
    });
  });

  describe("its troubleshooting table", () => {
    const [, table = ""] = /^## Troubleshooting\n\n([\s\S]*?)\n\n/m.exec(text) ?? [];
    /** The texts that the first column quotes. */
    const quoted = table.split("\n").flatMap((line) => {
      const [, what = ""] = line.split("|");
      return [...what.matchAll(/`([^`]+)`/g)].map(([, each = ""]) => each);
    });
    const said = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) =>
      quoted.filter((each) => `${stdout}${stderr}`.replaceAll("`", "").includes(each));
    let work: Workspace;
    beforeEach(() => {
      work = workspace("tutorials", "fn-config");
    });
    afterEach(() => work.remove());

    it("quotes kustomize without plugins", function () {
      const kustomize = requireTool(this, "kustomize", which("kustomize"));
      expect(said(run(kustomize, ["build", work.path("tutorials/s3")]))).to.deep.equal([
        "external plugins disabled; unable to load external plugin 'ExpandPgBackRest'",
      ]);
    });

    it("quotes docker without the image, and without its daemon", function () {
      const engine = requireTool(this, "docker", docker());
      const name = "ghcr.io/cybertec-postgresql/expand-pgbackrest:latest";
      const missing = name.replace(":latest", ":never-built");
      const { stdout, stderr } = run(engine, ["run", "--rm", "--network", "none", missing]);
      expect(said({ stdout, stderr: stderr.replaceAll(missing, name) })).to.deep.equal([
        `Unable to find image '${name}' locally`,
      ]);
      expect(said(run(engine, ["--host", "unix:///nowhere.sock", "ps"]))).to.deep.equal([
        "Cannot connect to the Docker daemon",
      ]);
    });

    it("quotes kpt that may not run programs", function () {
      const kpt = requireTool(this, "kpt", which("kpt"));
      const kptfile = work.read("tutorials/kpt/package/Kptfile").replace(/image: .*/, "exec: expand-pgbackrest");
      work.write("tutorials/kpt/package/Kptfile", kptfile);
      expect(said(run(kpt, ["fn", "render", work.path("tutorials/kpt/package")]))).to.deep.equal([
        "must run with --allow-exec option",
      ]);
    });

    it("says that kubectl skips programs without a word", function () {
      const kubectl = requireTool(this, "kubectl", kubectls().at(-1));
      for (const place of ["component", "transformer"])
        work.write(`fn-config/${place}/function.yaml`, execFunction(program));
      const { status, stdout, stderr } = run(kubectl, [
        "kustomize",
        "--enable-alpha-plugins",
        work.path("tutorials/s3"),
      ]);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      expect(stdout).to.include("kind: postgresql").and.not.include("kind: CronJob");
    });
  });

  it("names a test that is there for each consumer of its table", () => {
    const [, table = ""] = /^## In your tool chain\n\n[\s\S]*?\n\n((?:\|.*\n)+)/m.exec(text) ?? [];
    const rows = table.trim().split("\n").slice(2);
    expect(rows.length).to.be.greaterThan(10);
    for (const line of rows) {
      const tests = [...(line.split("|").at(-2) ?? "").matchAll(/`(test\/[^`]+)`/g)].map(([, path = ""]) => path);
      expect(tests, line).not.to.deep.equal([]);
      for (const path of tests) expect(existsSync(join(root, path)), path).to.equal(true);
    }
  });
});

describe("docs/function-config.md", () => {
  const text = readFileSync(join(root, "docs/function-config.md"), "utf8");

  describe("its functionConfigs", () => {
    const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
    const configs = blocks.filter((block) => /^kind: (ExpandPgBackRest|ConfigMap)$/m.test(block));

    it("show every field of the schema", () => {
      const { properties } = JSON.parse(readFileSync(join(root, "fn-config", "schema.json"), "utf8"));
      expect(configs).to.have.lengthOf(2);
      expect(Object.keys(parse(configs[0] ?? "").spec)).to.have.members(Object.keys(properties.spec.properties));
    });

    /** Renders a cluster without a namespace. */
    function render(config: string | undefined) {
      const work = workspace("tutorials/pvc");
      const manifest = work.read("tutorials/pvc/postgresql.yaml");
      work.write("postgresql.yaml", manifest.replace("  namespace: pg\n", "  labels: {team: a}\n"));
      work.write("config.yaml", config ?? "");
      const result = run(program, ["render", "postgresql.yaml", "-f", "config.yaml"], { cwd: work.path() });
      work.remove();
      return { ...result, rules: [...result.stderr.matchAll(/\[([a-z-]+)\]$/gm)].map(([, rule]) => rule) };
    }

    it("are read: ExpandPgBackRest", () => {
      const { status, stdout, rules } = render(configs[0]);
      expect({ status, rules }).to.deep.equal({ status: 0, rules: [] });
      expect(stdout).to.include(".pg.svc.cluster.local");
    });

    it("are read: ConfigMap, here without the namespace that this cluster needs", () => {
      const { status, rules } = render(configs[1]);
      expect({ status, rules }).to.deep.equal({ status: 1, rules: ["namespace-missing"] });
    });
  });
});
