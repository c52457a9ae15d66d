import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const forever = demo.replace(/ *repo1-retention-full.*\n/, "");
const single = demo.replace('repo1-retention-full: "4"', 'repo1-retention-full: "1"');
const wrong = forever.replace(/( *)repo1-path.*\n/, (line, blanks) => `${line}${blanks}no-such-option: x\n`);
const clean = "1 cluster: 0 errors, 0 warnings, 0 infos.\n";

describe("options of check", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("good.yaml", demo);
    work.write("single.yaml", single);
    work.write("forever.yaml", forever);
    work.write("wrong.yaml", wrong);
  });
  afterEach(() => work.remove());
  const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });
  const rulesOf = (stdout: string) => [...stdout.matchAll(/ \[([a-z-]+)\]$/gm)].map(([, rule]) => rule);

  it("--fail-on: what makes the exit code 1", () => {
    const files = ["good.yaml", "single.yaml", "forever.yaml", "wrong.yaml"];
    const codes = ["none", "error", "warning", "info"].map((failOn) => [
      failOn,
      files.map((file) => check(file, "--fail-on", failOn).status),
    ]);
    expect(codes).to.deep.equal([
      ["none", [0, 0, 0, 0]],
      ["error", [0, 0, 0, 1]],
      ["warning", [0, 0, 1, 1]],
      ["info", [0, 1, 1, 1]],
    ]);
    work.write("broken.yaml", "a: [");
    work.write("config.yaml", "kind: Nothing\n");
    expect(check("broken.yaml", "--fail-on", "none").status, "nothing can be read").to.equal(2);
    expect(check("good.yaml", "-f", "config.yaml", "--fail-on", "none").status, "a bad functionConfig").to.equal(3);
  });

  it("--fail-on: a rule that is off without a reason is a warning, and no bad functionConfig", () => {
    work.write("settings.yaml", 'checks: {volume-size: {severity: "off"}}\n');
    work.write(
      "config.yaml",
      'apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: {checks: {volume-size: {severity: "off"}}}\n',
    );
    for (const settings of [
      ["--config", "settings.yaml"],
      ["-f", "config.yaml"],
    ]) {
      const codes = ["none", "error", "warning"].map((failOn) =>
        ["good.yaml", "wrong.yaml"].map((file) => check(file, ...settings, "--fail-on", failOn).status),
      );
      expect(codes).to.deep.equal([
        [0, 0],
        [0, 1],
        [1, 1],
      ]);
    }
    expect(run(program, ["render", "wrong.yaml", "-f", "config.yaml"], { cwd: work.path() }).status).to.equal(1);
  });

  it("--quiet: only what makes the exit code 1, and nothing where all is well", () => {
    for (const flag of ["-q", "--quiet"])
      for (const file of ["good.yaml", "single.yaml", "forever.yaml"])
        expect(check(file, flag)).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    const shown = (...args: readonly string[]) => rulesOf(check("wrong.yaml", "-q", ...args).stdout);
    expect(shown()).to.deep.equal(["unknown-option"]);
    expect(shown("--fail-on", "none"), "errors are never hidden").to.deep.equal(["unknown-option"]);
    expect(shown("--fail-on", "warning"), "what fails is shown").to.have.members(["unknown-option", "no-retention"]);
    const { findings } = JSON.parse(check("wrong.yaml", "-q", "--format", "json").stdout);
    expect(findings.map(({ rule }: { rule: string }) => rule)).to.deep.equal(["unknown-option"]);
    mkdirSync(work.path("empty"));
    expect(check("empty", "-q").stdout, "that nothing was checked").to.match(/so nothing was checked\.\n$/);
  });

  it("--output: the report in a file, as a whole, and for people on standard error", () => {
    const text = check("forever.yaml").stdout;
    const json = check("forever.yaml", "--format", "json").stdout;
    for (const flag of [["-o", "out.json"], ["--output=out.json"]]) {
      work.write("out.json", "before");
      expect(check("forever.yaml", "--format", "json", ...flag)).to.deep.equal({ status: 0, stdout: "", stderr: text });
      expect(work.read("out.json")).to.equal(json);
    }
    expect(check("forever.yaml", "-o", "-").stdout).to.equal(text);
    expect(check("good.yaml", "-q", "--format", "json", "-o", "out.json")).to.deep.equal({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(check("none.yaml", "-o", "kept.json").status).to.equal(2);
    expect(check("forever.yaml", "-o", "no/such/folder").stderr).to.match(
      /^expand-pgbackrest: no\/such\/folder: no such file or directory\.\n$/,
    );
    expect(check(".", "--format", "sarif", "-o", "out.json").stderr, "is not read as a manifest").to.not.match(
      /out\.json/,
    );
  });

  it("colors: on a terminal, or where they are asked for", () => {
    const colored = (env: Readonly<Record<string, string>>) =>
      run(program, ["check", "forever.yaml"], { cwd: work.path(), env }).stdout.includes("\u001b[33mwarning\u001b[0m");
    expect(colored({})).to.equal(false);
    expect(colored({ FORCE_COLOR: "1" })).to.equal(true);
    expect(colored({ FORCE_COLOR: "1", NO_COLOR: "1" })).to.equal(true);
    expect(colored({ FORCE_COLOR: "0" })).to.equal(false);
  });

  it("what is given twice, by any spelling, is judged once", () => {
    work.write("in/a.yaml", forever);
    symlinkSync(work.path("in"), work.path("linked"));
    symlinkSync(work.path("in", "a.yaml"), work.path("linked.yaml"));
    const once = /^1 cluster: 0 errors, 1 warning, /;
    for (const paths of [
      ["in/a.yaml", "in/a.yaml"],
      ["in/a.yaml", "./in/../in/a.yaml", work.path("in", "a.yaml")],
      ["in", "in/a.yaml"],
      ["in", "in/", "./in"],
      ["in/a.yaml", "linked.yaml"],
      ["in", "linked/a.yaml"],
      ["linked", "in"],
    ])
      expect(
        check(...paths)
          .stdout.split("\n")
          .at(-2),
        paths.join(" "),
      ).to.match(once);
    work.write("kustomize.sh", 'cat "$1/a.yaml"\n');
    work.write("in/kustomization.yaml", "resources: [a.yaml]\n");
    const build = ["--kustomize-command", `sh ${work.path("kustomize.sh")}`];
    for (const paths of [
      ["-k", "in", "-k", "in/"],
      ["-k", "in", "./in", work.path("in"), "linked"],
      ["-k", "in", "-k", "linked"],
    ])
      expect(
        check(...build, ...paths)
          .stdout.split("\n")
          .at(-2),
        paths.join(" "),
      ).to.match(once);
  });

  it("reports for other programs name files from the root of the repository, however they are given", () => {
    work.write("repo/clusters/a.yaml", wrong);
    mkdirSync(work.path("repo", ".git"));
    symlinkSync(work.path("repo"), work.path("checkout"));
    const paths = (cwd: string, format: string, ...args: readonly string[]): unknown => {
      const { stdout } = run(program, ["check", ...args, "--format", format, "-q"], { cwd: work.path(cwd) });
      if (format === "github") return /file=([^,]*)/.exec(stdout)?.[1];
      const report = JSON.parse(stdout);
      return format === "sarif"
        ? report.runs[0].results[0].locations[0].physicalLocation.artifactLocation
        : report[0].location.path;
    };
    const given: ReadonlyArray<readonly [string, string]> = [
      ["repo", "clusters"],
      ["repo/clusters", "."],
      ["repo/clusters", "a.yaml"],
      ["repo", work.path("repo", "clusters", "a.yaml")],
      ["repo", work.path("checkout", "clusters")],
    ];
    for (const [cwd, path] of given) {
      expect(paths(cwd, "codequality", path), path).to.equal("clusters/a.yaml");
      expect(paths(cwd, "github", path), path).to.equal("clusters/a.yaml");
      expect(paths(cwd, "sarif", path), path).to.deep.equal({ uri: "clusters/a.yaml", uriBaseId: "%SRCROOT%" });
    }
    work.write("repo/clusters/a b#c?.yaml", wrong);
    expect(paths("repo", "sarif", "clusters/a b#c?.yaml")).to.deep.equal({
      uri: "clusters/a%20b%23c%3F.yaml",
      uriBaseId: "%SRCROOT%",
    });
    expect(paths("repo", "sarif", work.path("wrong.yaml")), "elsewhere").to.deep.equal({
      uri: `file://${work.path("wrong.yaml")}`,
    });
    mkdirSync(work.path("repo", "empty"));
    expect(paths("repo", "codequality", "empty", "--require-clusters", "1"), "the whole input").to.equal("empty");
  });

  it("fingerprints are the same as long as the mistake is there, and different for different mistakes", () => {
    const fingerprints = (format: string, text: string): readonly string[] => {
      work.write("a.yaml", text);
      const report = JSON.parse(check("a.yaml", "--format", format).stdout);
      return format === "sarif"
        ? report.runs[0].results.map(
            (each: { partialFingerprints: Record<string, string> }) => each.partialFingerprints.primaryLocationLineHash,
          )
        : report.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    };
    for (const format of ["sarif", "codequality"]) {
      const before = fingerprints(format, wrong);
      expect(before.length).to.be.greaterThan(1);
      expect(new Set(before).size).to.equal(before.length);
      expect(
        fingerprints(format, `# more\n# lines\n${wrong.replace("no-such-option: x", "no-such-option: other")}`),
      ).to.deep.equal(before);
      expect(fingerprints(format, wrong.replaceAll("demo", "other"))).to.not.include.members(before.slice(0, 1));
    }
  });

  it("a report of many results has no more than GitHub takes, the worst first", function () {
    this.timeout(480_000);
    const many = Array.from({ length: 25_100 }, (_, index) => `        no-such-option-${index}: x\n`).join("");
    work.write(
      "many.yaml",
      forever.replace(/( *)repo1-path.*\n/, (line) => `${line}${many}`),
    );
    const { runs } = JSON.parse(check("many.yaml", "--format", "sarif").stdout);
    expect(runs[0].results.length).to.equal(25_000);
    expect(runs[0].results[0].level).to.equal("error");
    expect(runs[0].invocations[0].toolExecutionNotifications[0].message.text).to.match(
      /^\d+ more results are left out, none of them worse than those here\.$/,
    );
  });

  it("all is well: one line", () => expect(check("good.yaml")).to.deep.equal({ status: 0, stdout: clean, stderr: "" }));
});
