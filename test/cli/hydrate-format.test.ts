import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run } from "../tools.ts";
import { hydrateArgs, printBuilt } from "./built.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const unknown = "`repo1-retension-full` is not a pgBackRest option, so this line has no effect.";
const write = "Write `repo1-retention-full`.";
const forever =
  "`global` does not say how many backups repo1 keeps. If the Secret, which is not in the input, does not either, they never expire and the repository fills up.";
const keep =
  'See whether the Secret has `repo1-retention-full`, and check the cluster together with it. Only where it has not, add `repo1-retention-full: "7"` to `global`: pgBackRest refuses an option that is set twice.';
const stopped = "d was not hydrated: cat: d/built.yaml: No such file or directory.";
const correct = "Correct this and hydrate the folder again; what an earlier run wrote for it is still there.";
const section = (namespace: string) => `postgresql ${namespace}/demo spec.backup.pgbackrest`;
const inNamespace = (namespace: string) =>
  demo.replace("namespace: pg", `namespace: ${namespace}`).replace("/pg/demo", `/${namespace}/demo`);

describe("hydrate --format, with a program that prints `built.yaml` in the place of kustomize", function () {
  this.timeout(240_000);
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("kustomize.sh", printBuilt);
    work.write("a/built.yaml", inNamespace("a"));
    work.write("b/built.yaml", inNamespace("b").replace("retention-full", "retension-full"));
    work.write("b/kustomization.yml", "");
    work.write("c/built.yaml", inNamespace("c").replace(/ *repo1-retention-full.*\n/, ""));
    work.write("c/kustomization.yaml", "");
  });
  afterEach(() => work.remove());

  /** Hydrates three folders and one that is not there, which fails; what people read is the same in all formats. */
  function hydrate(...args: readonly string[]) {
    const given = hydrateArgs(work, ["a", "b", "c", "d", "-o", "out", "-j", "1", ...args]);
    const { status, stdout, stderr } = run(program, given, { cwd: work.path() });
    expect(status).to.equal(1);
    const said = `b:\n${section("b")}.global.repo1-retension-full: error: ${unknown} [unknown-option]\n  ${write}\nc:\n${section("c")}.repos[0]: warning: ${forever} [no-retention]\n  ${keep}\nd:\ncat: d/built.yaml: No such file or directory\n`;
    expect(stderr.slice(0, said.length)).to.equal(said);
    return { stdout, more: stderr.slice(said.length) };
  }
  const count = "2 of 4 folders hydrated.\n";

  it("text is what it prints without the flag", () => {
    expect(hydrate()).to.deep.equal({ stdout: count, more: "" });
    expect(hydrate("--format", "text")).to.deep.equal({ stdout: count, more: "" });
  });

  it("json", () => {
    const { stdout, more } = hydrate("--format", "json");
    expect(more).to.equal(count);
    const object = { apiVersion: "cpo.opensource.cybertec.at/v1", kind: "postgresql", name: "demo" };
    const path = ["spec", "backup", "pgbackrest"];
    const first = { line: 1, column: 1, also: [] };
    expect(JSON.parse(stdout)).to.deep.equal({
      clusters: 3,
      findings: [
        {
          ...{
            rule: "unknown-option",
            severity: "error",
            problem: unknown,
            fix: write,
            object: { ...object, namespace: "b" },
          },
          ...{ path: [...path, "global", "repo1-retension-full"], file: "b/kustomization.yml", ...first },
        },
        {
          ...{
            rule: "no-retention",
            severity: "warning",
            problem: forever,
            fix: keep,
            object: { ...object, namespace: "c" },
          },
          ...{ path: [...path, "repos", 0], file: "c/kustomization.yaml", ...first },
        },
        {
          ...{ rule: "not-hydrated", severity: "error", problem: stopped, fix: correct },
          ...{ object: { apiVersion: "", kind: "" }, path: [], file: "d", ...first },
        },
      ],
    });
  });

  it("sarif", () => {
    const { stdout, more } = hydrate("--format", "sarif");
    expect(more).to.equal(count);
    const at = (uri: string, fullyQualifiedName?: string) => [
      {
        physicalLocation: {
          artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
          region: { startLine: 1, startColumn: 1 },
        },
        ...(fullyQualifiedName !== undefined && { logicalLocations: [{ fullyQualifiedName }] }),
      },
    ];
    const [{ tool, results }] = JSON.parse(stdout).runs;
    const found = results.map(({ ruleIndex, partialFingerprints, ...result }: Record<string, unknown>) => {
      expect(tool.driver.rules[Number(ruleIndex)].id).to.equal(result.ruleId);
      expect(JSON.stringify(partialFingerprints)).to.match(/[0-9a-f]{32}:1"/);
      return result;
    });
    // The worst first.
    expect(found).to.deep.equal([
      {
        ...{ ruleId: "unknown-option", level: "error", message: { text: `${unknown} ${write}` } },
        locations: at("b/kustomization.yml", `${section("b")}.global.repo1-retension-full`),
      },
      {
        ...{ ruleId: "not-hydrated", level: "error", message: { text: `${stopped} ${correct}` } },
        locations: at("d"),
      },
      {
        ...{ ruleId: "no-retention", level: "warning", message: { text: `${forever} ${keep}` } },
        locations: at("c/kustomization.yaml", `${section("c")}.repos[0]`),
      },
    ]);
  });

  it("junit", () => {
    const { stdout, more } = hydrate("--format", "junit");
    expect(more).to.equal(count);
    expect(stdout.match(/.*<failure.*/g)?.map((line) => line.trim())).to.have.members([
      `<testcase classname="b" name="postgresql b/demo"><failure message="${unknown}" type="error">b/kustomization.yml:1:1: ${section("b")}.global.repo1-retension-full: error: ${unknown} ${write} [unknown-option]</failure></testcase>`,
      `<testcase classname="c" name="postgresql c/demo"><failure message="${forever}" type="warning">c/kustomization.yaml:1:1: ${section("c")}.repos[0]: warning: ${forever} ${keep.replaceAll('"', "&quot;")} [no-retention]</failure></testcase>`,
      `<testcase classname="d" name="not-hydrated"><failure message="${stopped}" type="error">d:1:1: error: ${stopped} ${correct} [not-hydrated]</failure></testcase>`,
    ]);
  });

  it("github", () => {
    expect(hydrate("--format", "github")).to.deep.equal({
      stdout: `::error file=b/kustomization.yml,line=1,col=1,title=unknown-option::${unknown} ${write}
::warning file=c/kustomization.yaml,line=1,col=1,title=no-retention::${forever} ${keep}
::error file=d,line=1,col=1,title=not-hydrated::${stopped} ${correct}
`,
      more: count,
    });
  });
});
