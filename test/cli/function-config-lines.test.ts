import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const input = join(root, "tutorials", "s3", "postgresql.yaml");

describe("check, about the file of -f", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const places = (config: string) => {
    writeFileSync(join(folder, "config.yaml"), config);
    const { stdout } = run(program, ["check", input, "-f", "config.yaml"], { cwd: folder });
    return stdout.split("\n").flatMap((line) => /^(\S*: \S+ f \S+): error/.exec(line)?.slice(1) ?? []);
  };

  it("gives the lines of what is wrong in it", () => {
    const head = "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nmetadata: {name: f}\n";
    expect(places(`${head}spec:\n  jobs:\n    timeZone: Local\n    backoffLimit: -1\n`)).to.deep.equal([
      "config.yaml:7:5: ExpandPgBackRest f spec.jobs.backoffLimit",
      "config.yaml:6:5: ExpandPgBackRest f spec.jobs.timeZone",
    ]);
    expect(places(`${head}spec:\n  checks:\n    no-such-rule: {severity: info}\n`)).to.deep.equal([
      "config.yaml:6:5: ExpandPgBackRest f spec.checks.no-such-rule",
    ]);
    const map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: f}\n";
    expect(places(`${map}data:\n  suspend: maybe\n`)).to.deep.equal(["config.yaml:5:3: ConfigMap f data.suspend"]);
  });

  describe("with several folders", function () {
    this.timeout(240_000);
    let work: Workspace;
    beforeEach(function () {
      requireTool(this, "kustomize", which("kustomize"));
      work = workspace("fn-config");
      for (const name of ["a", "b", "c"]) {
        const cluster = readFileSync(input, "utf8").replaceAll("demo", name);
        work.write(`${name}/postgresql.yaml`, cluster);
        work.write(`${name}/s3.conf`, readFileSync(join(root, "tutorials", "s3", "s3.conf"), "utf8"));
        work.write(
          `${name}/kustomization.yaml`,
          `resources: [postgresql.yaml]\nsecretGenerator: [{name: ${name}-s3, namespace: pg, files: [s3.conf]}]\ncomponents: [../fn-config/${name === "b" ? "component" : "namereference"}]\n`,
        );
      }
    });
    afterEach(() => work?.remove());

    const head = "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nmetadata: {name: f}\n";
    const unknown = ["`no-retension` is not a rule. [override]", "Did you mean `no-retention`?"] as const;
    const severity = [
      "`severity` is `offf`, which is not one of `error`, `warning`, `info`, `off`. [function-config]",
      'Did you mean `"off"`, in quotes?',
    ] as const;
    for (const [what, flag, text, place, [problem, fix]] of [
      [
        "a rule that does not exist",
        "-f",
        `${head}spec:\n  checks:\n    no-retension: {severity: "off"}\n`,
        "f.yaml:6:5: ExpandPgBackRest f spec.checks.no-retension",
        unknown,
      ],
      [
        "a severity that does not exist",
        "-f",
        `${head}spec:\n  checks:\n    no-retention: {severity: offf}\n`,
        "f.yaml:6:20: ExpandPgBackRest f spec.checks.no-retention.severity",
        severity,
      ],
      [
        "another kind",
        "-f",
        "kind: Foo\n",
        "f.yaml:1:1: Foo kind",
        [
          "The functionConfig is a `Foo` of `no apiVersion`, which this function does not read. [function-config]",
          "Use kind `ExpandPgBackRest` with apiVersion `fn.cpo.opensource.cybertec.at/v1alpha1`, or a `v1` ConfigMap with `data`.",
        ],
      ],
      [
        "a rule that does not exist",
        "--config",
        'requireClusters: 1\nchecks:\n  no-retension: {severity: "off"}\n',
        "f.yaml:3:3: ExpandPgBackRest spec.checks.no-retension",
        unknown,
      ],
      [
        "a severity that does not exist",
        "--config",
        "checks:\n  no-retention:\n    severity: offf\n",
        "f.yaml:3:5: ExpandPgBackRest spec.checks.no-retention.severity",
        severity,
      ],
    ] as const) {
      const finding = `${place}: error: ${problem}\n  ${fix}\n`;
      const call = (command: string, ...args: readonly string[]) =>
        run(program, [command, ...args, flag, "f.yaml"], { cwd: work.path() });

      it(`names ${what} in ${flag} once in check, with exit code 3`, () => {
        work.write("f.yaml", text);
        expect(call("check", "c", "-k", "a", "b", "c")).to.deep.equal({
          status: 3,
          stdout: `${finding}\n3 clusters: 1 error, 0 warnings, 0 infos.\n`,
          stderr: "",
        });
      });

      it(`names ${what} in ${flag} once in hydrate, with exit code 3, and writes nothing`, () => {
        work.write("f.yaml", text);
        const none = "0 of 2 folders hydrated.\n";
        expect(call("hydrate", "a", "c", "-o", "out")).to.deep.equal({ status: 3, stdout: none, stderr: finding });
        const report = JSON.parse(call("hydrate", "a", "c", "-o", "out", "--format", "json").stdout);
        expect(report.findings.map(({ file }: { file: unknown }) => file)).to.deep.equal(["f.yaml"]);
        expect(existsSync(work.path("out"))).to.equal(false);
      });

      if (flag === "-f")
        it(`names ${what} in ${flag} once in render, with exit code 3`, () => {
          work.write("f.yaml", text);
          expect(call("render", "-k", "a", "b")).to.deep.equal({ status: 3, stdout: "", stderr: finding });
        });
    }

    it("names the line of a warning, too, in check, render and hydrate", () => {
      work.write("f.yaml", `${head}spec:\n  operator:\n    release: 1.0.0\n`);
      const found = (...args: readonly string[]) => {
        const { stdout, stderr } = run(program, [...args, "-f", "f.yaml"], { cwd: work.path() });
        return `${stdout}${stderr}`
          .split("\n")
          .flatMap((line) => /^(\S+): .*\[operator-release\]$/.exec(line)?.slice(1) ?? []);
      };
      for (const args of [
        ["check", "a/postgresql.yaml"],
        ["check", "-k", "a", "b"],
        ["render", "a/postgresql.yaml"],
        ["render", "-k", "a"],
        ["hydrate", "a", "-o", "out"],
      ])
        expect(found(...args), args.join(" ")).to.deep.equal(["f.yaml:6:5"]);
      const { stdout } = run(program, ["hydrate", "a", "c", "-o", "out", "--format", "json", "-f", "f.yaml"], {
        cwd: work.path(),
      });
      const places = JSON.parse(stdout).findings.filter(({ rule }: { rule: unknown }) => rule === "operator-release");
      expect(places.map(({ file, line }: { file: unknown; line: unknown }) => [file, line])).to.deep.equal([
        ["f.yaml", 6],
      ]);
    });

    it("names the file of -f beside findings about clusters, also where a kustomization lists another", () => {
      work.write("f.yaml", `${head.replace("name: f", "name: expand-pgbackrest")}spec:\n  jobs:\n    suspend: true\n`);
      for (const folder of ["a", "b"])
        expect(run(program, ["check", "-k", folder, "-f", "f.yaml"], { cwd: work.path() }).stdout).to.include(
          "\n  with ExpandPgBackRest expand-pgbackrest (f.yaml:6:5) spec.jobs.suspend\n",
        );
    });

    it("leaves to a functionConfig that a kustomization lists what is wrong in it", () => {
      const listed = "fn-config/component/function.yaml";
      work.write(
        listed,
        readFileSync(work.path(listed), "utf8").replace(
          "spec: {}",
          'spec: {checks: {no-retension: {severity: "off"}}}',
        ),
      );
      work.write("f.yaml", "checks: {no-retention: {severity: info}}\n");
      const { status, stdout } = run(program, ["check", "-k", "a", "b", "--config", "f.yaml"], { cwd: work.path() });
      expect(status).to.equal(3);
      expect(stdout).to.match(
        /^fn-config\/component\/function\.yaml:\d\d:\d+: [^\n]*\[override\]\n[^\n]*\n\n2 clusters: 1 error,/,
      );
    });
  });
});
