import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const broken = demo.replace("repo1-retention-full", "repo1-retension-full");
const twice = demo.replace("  teamId: ", "  teamId: twice\n  teamId: ");
const template =
  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n{{- if .Values.x }}\ndata: {}\n{{- end }}\n";
const clean = "1 cluster: 0 errors, 0 warnings, 0 infos.\n";

describe("files that are not manifests", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("good.yaml", demo);
  });
  afterEach(() => work.remove());
  const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });
  const lineOf = (text: string, part: RegExp) => text.split("\n").findLastIndex((line) => part.test(line)) + 1;

  it("a key that occurs twice: exit code 2 with file and line", () => {
    work.write("a.yaml", twice);
    expect(check("a.yaml")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: `expand-pgbackrest: a.yaml: The input is not valid YAML at line ${lineOf(twice, /teamId/)}, column 3: the key \`teamId\` occurs twice in one mapping.\n`,
    });
  });

  it("beside others, it is an error, and the others are checked", () => {
    work.write("a.yaml", twice);
    const { status, stdout, stderr } = check("a.yaml", "good.yaml");
    expect({ status, stderr }).to.deep.equal({ status: 1, stderr: "" });
    expect(
      stdout,
    ).to.equal(`a.yaml:${lineOf(twice, /teamId/)}:3: error: This file was not checked: The input is not valid YAML at line ${lineOf(twice, /teamId/)}, column 3: the key \`teamId\` occurs twice in one mapping. [file-not-read]
  Correct it; a cluster in it would not be noticed.

1 cluster: 1 error, 0 warnings, 0 infos.
`);
  });

  it("a cluster in UTF-16 beside others is an error, too", () => {
    work.write("a.yaml", Buffer.from(demo, "utf16le").toString("latin1"));
    expect(check("a.yaml", "good.yaml")).to.deep.include({ status: 1 });
  });

  it("a Helm template is a warning, in a folder and by its name; alone, exit code 2", () => {
    work.write("chart/templates/a.yaml", template);
    work.write("chart/values.yaml", "x: 1\n");
    work.write("chart/Chart.yaml", "apiVersion: v2\nname: a\n");
    const expected = `chart/templates/a.yaml:5:1: warning: This is a template, not a manifest, so it was not checked. [file-not-read]
  Render it first, for example with \`helm template . | expand-pgbackrest check -\`, or leave it out with \`--ignore\`.

1 cluster: 0 errors, 1 warning, 0 infos.
`;
    for (const args of [["chart/templates/a.yaml", "good.yaml"], ["."]])
      expect(check(...args)).to.deep.equal({ status: 0, stdout: expected, stderr: "" });
    expect(check("chart/templates/a.yaml")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr:
        "expand-pgbackrest: chart/templates/a.yaml: The input is not valid YAML at line 5, column 1: Implicit keys need to be on a single line.\n",
    });
  });

  it("a cluster that is not YAML is an error also where templates stand in it as text", () => {
    const text = demo.replace("metadata:", "metadata:\n  annotations: { a: '{{ .b }}' }");
    work.write("a.yaml", text.replace("spec:", "spec: ]"));
    expect(check("a.yaml", "good.yaml")).to.deep.include({ status: 1 });
    work.write("a.yaml", text.replace("  teamId: ", "  teamId: twice\n  teamId: "));
    expect(check("a.yaml", "good.yaml")).to.deep.include({ status: 1 });
    work.write("a.yaml", demo.replace("name: demo", "name: {{ .Values.name }}-db"));
    expect(check("a.yaml", "good.yaml")).to.deep.include({ status: 0 });
  });

  it("in every format, a file that is not read has its file and line, and no object", () => {
    work.write("a.yaml", template);
    const report = (format: string) => check("a.yaml", "good.yaml", "--format", format).stdout;
    const problem = "This is a template, not a manifest, so it was not checked.";
    const fix =
      "Render it first, for example with `helm template . | expand-pgbackrest check -`, or leave it out with `--ignore`.";
    expect(JSON.parse(report("json"))).to.deep.equal({
      clusters: 1,
      findings: [
        {
          ...{ rule: "file-not-read", severity: "warning", problem, fix },
          ...{ object: { apiVersion: "", kind: "" }, path: [], file: "a.yaml", line: 5, column: 1, also: [] },
        },
      ],
    });
    const [{ tool, results }] = JSON.parse(report("sarif")).runs;
    const [{ ruleIndex, partialFingerprints, ...result }, ...others] = results;
    expect([tool.driver.rules[ruleIndex].id, others]).to.deep.equal(["file-not-read", []]);
    expect(partialFingerprints.primaryLocationLineHash).to.match(/^[0-9a-f]{32}:1$/);
    expect(result).to.deep.equal({
      ...{ ruleId: "file-not-read", level: "warning", message: { text: `${problem} ${fix}` } },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "a.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 5, startColumn: 1 },
          },
        },
      ],
    });
    expect(report("junit")).to.include(
      `name="file-not-read"><failure message="${problem}" type="warning">a.yaml:5:1: warning: ${problem} ${fix} [file-not-read]</failure>`,
    );
    expect(report("github")).to.equal(`::warning file=a.yaml,line=5,col=1,title=file-not-read::${problem} ${fix}\n`);
  });

  it("a document that is not a resource does not hide those beside it", () => {
    work.write("a.yaml", `replicas: 2\n---\n${broken}`);
    const { status, stdout } = check("a.yaml");
    expect(status).to.equal(1);
    expect(stdout).to.match(/^a\.yaml:1:1: warning: .*\[file-not-read\]$/m);
    expect(stdout).to.match(/^a\.yaml:23:\d+: postgresql pg\/demo .*\[unknown-option\]$/m);
    expect(stdout).to.match(/^1 cluster: 1 error, 1 warning, 0 infos\.$/m);
  });

  it("what a kustomization lists as a patch is not checked as a resource", () => {
    const patch =
      "apiVersion: cpo.opensource.cybertec.at/v1\nkind: postgresql\nmetadata: {name: demo, namespace: pg}\n";
    work.write("app/postgresql.yaml", demo);
    for (const name of ["one", "two", "three/deep", "four"]) work.write(`app/${name}.yaml`, patch);
    work.write(
      "app/kustomization.yaml",
      "resources: [postgresql.yaml]\npatches: [{path: one.yaml}, {patch: '{}', target: {kind: a}}]\npatchesStrategicMerge: [two.yaml, \"kind: b\\n\"]\npatchesJson6902: [{path: three/deep.yaml, target: {kind: c}}]\nreplacements: [{path: ./four.yaml}]\n",
    );
    const unbuilt = `app/kustomization.yaml:1:1: info: This kustomization was not built: 1 cluster of it is checked as written, without its changes. [judged-unbuilt]
  To check what it builds, use \`--kustomize app\`.
`;
    const summary = clean.replace("0 infos", "1 info");
    expect(check("app")).to.deep.equal({ status: 0, stdout: `${unbuilt}\n${summary}`, stderr: "" });
    expect(check("app/kustomization.yaml", "app/one.yaml", "app/postgresql.yaml")).to.deep.equal({
      status: 0,
      stdout: `app/kustomization.yaml:1:1: info: This is a kustomization, not a resource; the other files are checked as they are, without it. [file-not-read]
  To check what it builds, use \`--kustomize app\`.

app/one.yaml:1:1: info: The kustomization in this folder lists this file under \`patches\`, so it is not checked as a resource. [file-not-read]
  To check what it changes, use \`--kustomize\` with the folder of the kustomization.

${unbuilt}
1 cluster: 0 errors, 0 warnings, 3 infos.
`,
      stderr: "",
    });
    work.write("app/kustomization.yaml", "resources: [postgresql.yaml]\n");
    expect(check("app").status, "without the patches").to.equal(1);
  });

  it("a file that is given twice is checked once", () => {
    symlinkSync("good.yaml", work.path("link.yaml"));
    for (const args of [
      ["good.yaml", "./good.yaml"],
      ["good.yaml", "."],
      ["link.yaml", "good.yaml"],
    ])
      expect(check(...args).stdout).to.equal(clean);
  });

  it("the members of a List count, and their findings have lines", () => {
    const members = [broken.replace("name: demo", "name: first"), broken]
      .map((text) => `- ${text.replace(/\n(?=.)/g, "\n  ")}`)
      .join("");
    const list = `apiVersion: v1\nkind: List\nitems:\n${members.replace("/pg/demo/repo1", "/pg/first/repo1")}`;
    work.write("a.yaml", list);
    const { stdout } = check("a.yaml");
    const lines = list.split("\n").flatMap((line, index) => (line.includes("retension") ? [index + 1] : []));
    expect(lines.length).to.equal(2);
    for (const line of lines)
      expect(`${stdout}${check("a.yaml", "--format", "github").stdout}`).to.match(new RegExp(`line=${line},`));
    expect(stdout).to.match(/^2 clusters: 2 errors, 0 warnings, 0 infos\.$/m);
  });

  it("render prints all or nothing", () => {
    work.write("a.yaml", template);
    const { status, stdout, stderr } = run(program, ["render", "."], { cwd: work.path() });
    expect({ status, stdout }).to.deep.equal({ status: 2, stdout: "" });
    expect(stderr).to.match(/^expand-pgbackrest: a\.yaml:5: This is a template, [^\n]+\n$/);
    expect(run(program, ["render", ".", "--ignore", "a.yaml"], { cwd: work.path() }).status).to.equal(0);
  });
});

describe("check --ignore and --config", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("good.yaml", demo);
    work.write("charts/a/templates/a.yaml", template);
    work.write("old/b.yaml", broken);
  });
  afterEach(() => work.remove());
  const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });
  const is = (stdout: string, status = 0) => ({ status, stdout, stderr: "" });

  it("leaves out files and folders, by path and by name", () => {
    for (const globs of [
      ["charts", "old"],
      ["charts/**", "b.yaml"],
      ["**/templates", "o?d/*.yaml"],
      ["./charts/", "**/b.yaml"],
    ])
      expect(check(".", ...globs.flatMap((glob) => ["--ignore", glob])), globs.join(" ")).to.deep.equal(is(clean));
    expect(check(work.path(), "--ignore", "charts/**", "--ignore=old"), "an absolute path").to.deep.equal(is(clean));
    expect(check(".", "--ignore", "a", "--ignore", "templates/a.yaml").status, "not a path from here").to.equal(1);
  });

  it("reads the settings from a file, whose globs are paths beside it", () => {
    const forever = demo.replace(/ *repo1-retention-full.*\n/, "");
    work.write("good.yaml", forever);
    work.write(
      "ci/check.yaml",
      'ignore: [../charts/**, old]\nrequireClusters: 2\nchecks: {no-retention: {severity: "off", reason: kept}}\n',
    );
    expect(check(".", "--config", "ci/check.yaml", "--require-clusters", "1")).to.deep.equal(is(clean));
    expect(check(".", "--config", "ci/check.yaml")).to.deep.equal(
      is(
        `error: Only 1 cluster with a backup section could be checked, but 2 are required. [require-clusters]
  Check the paths and the selector, or change \`--require-clusters\`.

1 cluster: 1 error, 0 warnings, 0 infos.
`,
        1,
      ),
    );
  });

  it("a rule that does not exist is a finding, as in the functionConfig", () => {
    work.write("c.yaml", "checks: {no-retension: {severity: info}}\n");
    expect(check("good.yaml", "--config", "c.yaml").stdout).to.match(/`no-retension` is not a rule\. \[override\]/);
    work.write("c.yaml", "checks: {no-retention: {severity: none}}\n");
    expect(check("good.yaml", "--config", "c.yaml").status).to.equal(3);
  });
});
