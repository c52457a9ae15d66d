import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { exampleInput } from "../../scripts/rule-example.ts";
import { matchBaseline } from "../../src/cli/baseline-match.ts";
import type { BaselineEntry } from "../../src/cli/baseline-schema.ts";
import { keyOf } from "../../src/cli/finding-key.ts";
import type { Located } from "../../src/cli/located.ts";
import { broken } from "../checks/situations.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const forever = demo.replace(/ *repo1-retention-full.*\n/, "");
const secret =
  "apiVersion: v1\nkind: Secret\nmetadata:\n  name: demo-s3\n  namespace: pg\nstringData:\n  s3.conf: |\n    [global]\n    repo1-s3-key = a\n    repo1-s3-key-secret = b\n    repo1-cipher-pass = hidden-from-all\n    no-such-option = hidden-from-all\n";

const entry = (rule: string, severity: string, object: string, field: string, file: string) => ({
  ...{ rule, severity, object, field, file },
});
const typo = (file: string) =>
  entry("unknown-option", "error", "postgresql pg/demo", "spec.backup.pgbackrest.global.no-such-option", file);
const wrong = demo.replace(/( *)repo1-retention-full.*\n/, (line, blanks) => `${line}${blanks}no-such-option: x\n`);

describe("check --baseline", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());
  const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });
  const entries = (file: string) => JSON.parse(work.read(file)).findings;
  const findings = (...args: readonly string[]) =>
    JSON.parse(check(...args, "--format", "json").stdout).findings.map(
      ({ rule, severity, file, line }: Record<string, unknown>) => [rule, severity, file, line],
    );

  it("is written with what is found, sorted, without lines, and without secrets", () => {
    work.write("a.yaml", wrong);
    work.write("b.yaml", secret);
    const { status, stdout, stderr } = check(".", "--write-baseline", "ci/accepted.json");
    expect({ status, stderr }).to.deep.equal({
      status: 2,
      stderr: "expand-pgbackrest: ci/accepted.json: no such file or directory.\n",
    });
    expect(stdout).to.equal("");
    mkdirSync(work.path("ci"));
    expect(check(".", "--write-baseline", "ci/accepted.json")).to.deep.equal({
      status: 0,
      stdout: "1 cluster: 0 errors, 0 warnings, 0 infos. ci/accepted.json accepts 2 errors, which are left out.\n",
      stderr: "2 findings written to ci/accepted.json.\n",
    });
    expect(JSON.parse(work.read("ci/accepted.json"))).to.deep.equal({
      version: 1,
      findings: [
        typo("../a.yaml"),
        entry("unknown-option", "error", "Secret pg/demo-s3", "s3.conf no-such-option", "../b.yaml"),
      ],
    });
  });

  it("accepts what is in it, wherever the lines and files have gone, and nothing else", () => {
    work.write("a.yaml", wrong);
    check(".", "--write-baseline", "accepted.json");
    work.write("a.yaml", "# gone\n");
    work.write("moved/b.yaml", `# a line more\n${wrong}`);
    expect(check(".", "--baseline", "accepted.json")).to.deep.equal({
      status: 0,
      stdout: "1 cluster: 0 errors, 0 warnings, 0 infos. accepted.json accepts 1 error, which is left out.\n",
      stderr: "",
    });
    work.write("moved/b.yaml", wrong.replace("no-such-option", "no-such-option: x\n        nor-such-option"));
    expect(findings(".", "--baseline", "accepted.json")).to.deep.equal([
      ["unknown-option", "error", "moved/b.yaml", wrong.split("\n").findIndex((line) => /no-such/.test(line)) + 2],
      ["in-baseline", "info", "accepted.json", 1],
    ]);
  });

  it("accepts each finding once: a copy in another place is new", () => {
    work.write("kustomize.sh", 'cat "$1/built.yaml"\n');
    for (const folder of ["dev", "prod"]) work.write(`${folder}/kustomization.yaml`, "resources: []\n");
    work.write("dev/built.yaml", demo);
    work.write("prod/built.yaml", wrong.replace("teamId: ", "teamId: x"));
    const build = ["--kustomize-command", `sh ${work.path("kustomize.sh")}`, "-k", "dev", "-k", "prod"];
    check(...build, "--write-baseline", "accepted.json");
    work.write("dev/built.yaml", wrong);
    const found = findings(...build, "--baseline", "accepted.json");
    expect(found.filter(([rule]: [string]) => rule !== "secret-missing")).to.deep.equal([
      ["unknown-option", "error", "dev/kustomization.yaml", 1],
      ["in-baseline", "info", "accepted.json", 1],
    ]);
  });

  describe("of overlays", () => {
    const overlays = ["-k", "dev", "-k", "prod"];
    const shared = wrong.replace(/ *namespace: pg\n/, "");
    const accepts = (count: string) =>
      `accepted.json accepts ${count}, which ${count.startsWith("1 ") ? "is" : "are"} left out.\n`;
    const conf = (key: string) =>
      `[global]\nrepo1-s3-key = ${key}\nrepo1-s3-key-secret = b\nrepo1-cipher-pass = c\nno-such-option = d\n`;
    beforeEach(function () {
      requireTool(this, "kustomize", which("kustomize"));
      work.write("base/postgresql.yaml", shared);
      work.write("base/kustomization.yaml", "resources: [postgresql.yaml]\n");
      cpSync(join(root, "fn-config", "namereference"), work.path("namereference"), { recursive: true });
      for (const overlay of ["dev", "prod"]) {
        work.write(
          `${overlay}/kustomization.yaml`,
          `namespace: ${overlay}\nresources: [../base]\ncomponents: [../namereference]\nsecretGenerator: [{name: demo-s3, files: [s3.conf]}]\npatches: [{target: {kind: postgresql}, patch: '[{"op": "replace", "path": "/spec/backup/pgbackrest/global/repo1-path", "value": "/${overlay}"}]'}]\n`,
        );
        work.write(`${overlay}/s3.conf`, conf("a"));
      }
      check(...overlays, "--write-baseline", "accepted.json");
    });

    it("accepts the mistakes of a generated Secret when what is in it changes, and with it the hash of its name", () => {
      const accepted = `2 clusters: 0 errors, 0 warnings, 0 infos. ${accepts("4 errors")}`;
      expect(check(...overlays, "--baseline", "accepted.json").stdout).to.equal(accepted);
      expect(entries("accepted.json").map(({ object }: { object: string }) => object)).to.deep.equal([
        "postgresql dev/demo",
        "postgresql prod/demo",
        "Secret dev/demo-s3",
        "Secret prod/demo-s3",
      ]);
      work.write("prod/s3.conf", conf("rotated"));
      expect(check(...overlays, "--baseline", "accepted.json").stdout).to.equal(accepted);
    });

    it("says nothing about entries of an overlay that is not built, though its base is", () => {
      expect(check("-k", "prod", "--baseline", "accepted.json").stdout).to.equal(
        `1 cluster: 0 errors, 0 warnings, 0 infos. ${accepts("2 errors")}`,
      );
      work.write("base/postgresql.yaml", demo.replace(/ *namespace: pg\n/, ""));
      const gone = (...args: readonly string[]) =>
        check(...args, "--baseline", "accepted.json").stdout.match(/no longer occurs in postgresql \w+/g);
      expect(gone("-k", "prod")).to.deep.equal(["no longer occurs in postgresql prod"]);
      expect(gone(...overlays)).to.deep.equal([
        "no longer occurs in postgresql dev",
        "no longer occurs in postgresql prod",
      ]);
    });
  });

  it("does not accept what has become worse", () => {
    const annotated = (severity: string) =>
      forever.replace(
        "metadata:\n",
        `metadata:\n  annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: no-retention=${severity}}\n`,
      );
    work.write("a.yaml", annotated("warning"));
    check(".", "--write-baseline", "accepted.json");
    expect(check(".", "--baseline", "accepted.json", "--fail-on", "warning").status).to.equal(0);
    work.write("a.yaml", annotated("error"));
    expect(findings(".", "--baseline", "accepted.json").map((each: string[]) => each.slice(0, 2))).to.deep.equal([
      ["no-retention", "error"],
    ]);
  });

  it("says which entries no longer occur, with their places, and only of files that were looked at", () => {
    work.write("a.yaml", wrong);
    work.write("b.yaml", secret);
    work.write("other/c.yaml", wrong.replace("name: demo", "name: other").replace("/pg/demo", "/pg/other"));
    check(".", "--write-baseline", "accepted.json");
    work.write("a.yaml", demo);
    const { status, stdout } = check("a.yaml", "b.yaml", "--baseline", "accepted.json");
    expect({ status, stdout }).to.deep.equal({
      status: 0,
      stdout: `accepted.json:4:5: info: unknown-option no longer occurs in postgresql pg/demo spec.backup.pgbackrest.global.no-such-option. [baseline-entry-gone]
  Remove the entry, or write the baseline again with \`--write-baseline accepted.json\`.

1 cluster: 0 errors, 0 warnings, 1 info. accepted.json accepts 1 error, which is left out.
`,
    });
    expect(check("a.yaml", "b.yaml", "--write-baseline", "accepted.json").status).to.equal(0);
    expect(entries("accepted.json").map(({ object }: { object: string }) => object)).to.deep.equal([
      "Secret pg/demo-s3",
    ]);
  });

  it("never accepts that something was not judged", () => {
    work.write("a.yaml", demo);
    work.write("broken.yaml", "kind: postgresql\na: [\n");
    const { status, stdout } = check(".", "--write-baseline", "accepted.json", "--require-clusters", "2");
    expect(status).to.equal(1);
    expect(stdout)
      .to.match(/\[file-not-read\]/)
      .and.match(/\[require-clusters\]/);
    expect(entries("accepted.json")).to.deep.equal([]);
    work.write("c.yaml", "checks: {no-such-rule: {severity: info}}\n");
    expect(check("a.yaml", "--config", "c.yaml", "--write-baseline", "more.json").status).to.equal(3);
    expect(existsSync(work.path("more.json"))).to.equal(false);
  });

  it("writes infos where they would fail, and only then", () => {
    const silenced = forever.replace(
      "metadata:\n",
      "metadata:\n  annotations: {expand-pgbackrest.fn.cpo.opensource.cybertec.at/checks: no-retention=info}\n",
    );
    work.write("a.yaml", silenced);
    check(".", "--write-baseline", "accepted.json");
    expect(entries("accepted.json")).to.deep.equal([]);
    check(".", "--write-baseline", "accepted.json", "--fail-on", "info");
    expect(entries("accepted.json").length).to.equal(1);
    expect(
      check(".", "--baseline", "accepted.json", "--fail-on", "info").status,
      "the count itself fails no run",
    ).to.equal(0);
  });

  for (const [what, text, message] of [
    ["that is not there", undefined, "x.json: there is no such baseline."],
    ["that is not JSON", "findings: []\n", "x.json is not a baseline: it is not JSON."],
    ["of another form", '{"version": 2, "findings": []}', "x.json is not a baseline that this release can read."],
  ] as const)
    it(`a file ${what}: exit code 2`, () => {
      work.write("a.yaml", demo);
      if (text !== undefined) work.write("x.json", text);
      expect(check("a.yaml", "--baseline", "x.json")).to.deep.equal({
        status: 2,
        stdout: "",
        stderr: `expand-pgbackrest: ${message} Write one with \`expand-pgbackrest check ... --write-baseline x.json\`.\n`,
      });
    });

  it("is not read and written at once", () => {
    work.write("a.yaml", demo);
    expect(check("a.yaml", "--baseline", "x.json", "--write-baseline", "y.json").stderr).to.equal(
      "expand-pgbackrest: --baseline and --write-baseline cannot be given together: the file that is written has all findings of this run.\n",
    );
  });

  it("accepts all mistakes of all rules that it was written with, and none of another cluster", function () {
    this.timeout(240_000);
    const text = broken
      .filter(([, example]) => example.functionConfig === undefined)
      .map(([, example], at) => exampleInput(example).manifests.replaceAll("namespace: pg", `namespace: pg-${at}`))
      .join("---\n");
    work.write("a.yaml", text);
    const failing = (...args: readonly string[]) =>
      findings("a.yaml", ...args).filter(
        ([rule, severity]: [string, string]) => severity !== "info" && rule !== "operator-configuration",
      );
    const before = failing().length;
    expect(before).to.be.greaterThan(100);
    check("a.yaml", "--write-baseline", "accepted.json");
    expect(failing("--baseline", "accepted.json")).to.deep.equal([]);
    work.write("a.yaml", text.replaceAll("namespace: pg-", "namespace: other-"));
    // Three of them are about settings of the operator, which are in no namespace.
    expect(failing("--baseline", "accepted.json").length).to.equal(failing().length - 3);
  });
});

describe("findings and a baseline, one by one", () => {
  const located = fc
    .record({
      rule: fc.constantFrom("a", "b"),
      severity: fc.constantFrom("error", "warning", "info"),
      name: fc.constantFrom("x", "y"),
      field: fc.constantFrom("spec", "kind"),
      file: fc.constantFrom("1.yaml", "2.yaml"),
      line: fc.integer({ min: 1, max: 99 }),
    })
    .map(
      ({ rule, severity, name, field, file, line }): Located => ({
        finding: {
          ...{ rule, severity, problem: "Wrong.", fix: "Right." },
          at: { in: "field", object: { apiVersion: "v1", kind: "A", name }, path: [field] },
        },
        ...{ file, line, column: 1 },
      }),
    );
  const entryOf = (each: Located): BaselineEntry => ({
    ...keyOf(each),
    ...{ severity: each.finding.severity, file: each.file ?? "" },
  });
  const match = (found: readonly Located[], entries: readonly BaselineEntry[]) =>
    matchBaseline(found, entries, (file) => file);

  it("takes no longer for each where many are alike", () => {
    const [one] = fc.sample(located, { numRuns: 1, seed: 1 });
    if (one === undefined) throw new Error("no sample");
    const many = Array.from({ length: 20_000 }, (_, line) => ({ ...one, line }));
    // Each with each would be four hundred million comparisons, beyond any timeout.
    expect(match(many, many.map(entryOf))).to.deep.include({ remaining: [], gone: [] });
  });

  it("nothing is lost: every finding is accepted or remains, every entry accepts one or none", () => {
    fc.assert(
      fc.property(fc.array(located, { maxLength: 12 }), fc.array(located, { maxLength: 12 }), (found, earlier) => {
        const entries = earlier.map(entryOf);
        const { accepted, remaining, gone } = match(found, entries);
        expect(accepted.length + remaining.length).to.equal(found.length);
        expect(accepted.length + gone.length).to.be.at.most(entries.length);
        const ranks = ["error", "warning", "info"];
        for (const each of accepted)
          expect(
            entries.some(
              ({ rule, object, field, severity }) =>
                JSON.stringify({ rule, object, field }) === JSON.stringify(keyOf(each)) &&
                ranks.indexOf(severity) <= ranks.indexOf(each.finding.severity),
            ),
          ).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  it("what was written accepts all, on other lines and in another order, and less of it accepts as many less", () => {
    fc.assert(
      fc.property(fc.array(located, { minLength: 1, maxLength: 12 }), fc.nat(), (found, at) => {
        const entries = found.map(entryOf);
        const shuffled = [...found].reverse().map((each) => ({ ...each, line: each.line + 7 }));
        expect(match(shuffled, entries)).to.deep.include({ remaining: [], gone: [] });
        const fewer = entries.filter((_, index) => index !== at % entries.length);
        expect(match(shuffled, fewer).remaining.length).to.be.at.least(1);
      }),
      { numRuns: 500 },
    );
  });
});
