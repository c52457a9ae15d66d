import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run, which } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n";
const summary = (files: string, warnings = "0 warnings") =>
  `0 clusters: 0 errors, ${warnings}, 0 infos. No postgresql found in ${files}, so nothing was checked.\n`;

describe("check, where there is nothing to check", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());
  const check = (...args: readonly string[]) => run(program, ["check", ...args], { cwd: work.path() });

  for (const [what, file, text, count] of [
    ["a folder without manifests", "all/notes.txt", "text\n", "0 files"],
    ["a folder with a file that is not a manifest", "all/values.yaml", "replicas: 2\n", "1 file"],
    ["a folder with other resources", "all/a.yaml", service, "1 file"],
  ] as const)
    it(`says so of ${what}`, () => {
      work.write(file, text);
      expect(check("all")).to.deep.equal({ status: 0, stdout: summary(count), stderr: "" });
    });

  for (const [what, from, to, place, fix] of [
    ["another case", "kind: postgresql", "kind: PostgreSQL", "PostgreSQL pg/demo kind", "kind: postgresql"],
    ["the plural", "kind: postgresql", "kind: postgresqls", "postgresqls pg/demo kind", "kind: postgresql"],
    ["the Zalando group", "cpo.opensource.cybertec.at/v1", "acid.zalan.do/v1", "", ""],
    ["another version", "cpo.opensource.cybertec.at/v1", "cpo.opensource.cybertec.at/v1beta1", "", ""],
    ["a group misspelled", "cpo.opensource.cybertec.at/v1", "cpo.opensouce.cybertec.at/v1", "", ""],
  ] as const)
    it(`names what looks like a cluster but is not one: ${what}`, () => {
      const given = from.startsWith("kind") ? to : `apiVersion: ${to}`;
      const line = from.startsWith("kind") ? 2 : 1;
      work.write("a.yaml", demo.replace(from, to));
      expect(check("a.yaml")).to.deep.equal({
        status: 0,
        stdout: `a.yaml:${line}:1: ${place || "postgresql pg/demo apiVersion"}: warning: This looks like a cluster but has \`${given}\`, so neither the operator nor this program reads it. [cluster-not-read]
  Write \`${fix || "apiVersion: cpo.opensource.cybertec.at/v1"}\`.

${summary("1 file", "1 warning")}`,
        stderr: "",
      });
      expect(check("a.yaml", "--fail-on", "warning").status).to.equal(1);
    });

  it("says both where apiVersion and kind are wrong, also of a member of a List", () => {
    const member = demo
      .replace(/^apiVersion: .*\n/, "")
      .replace("kind: postgresql", "kind: Postgres")
      .replace(/\n(?=.)/g, "\n  ");
    work.write("a.yaml", `apiVersion: v1\nkind: List\nitems:\n- ${member}`);
    expect(
      check("a.yaml").stdout,
    ).to.equal(`a.yaml:4:3: Postgres pg/demo apiVersion: warning: This looks like a cluster but has no \`apiVersion\` and \`kind: Postgres\`, so neither the operator nor this program reads it. [cluster-not-read]
  Write \`apiVersion: cpo.opensource.cybertec.at/v1\` and \`kind: postgresql\`.

${summary("1 file", "1 warning")}`);
  });

  for (const kind of ["Cluster", "PostgresqlCluster", "Backup"])
    it(`says it of any kind of the operator's group that has a backup section: ${kind}`, () => {
      const [given, fix] = [`kind: ${kind}`, "kind: postgresql"];
      work.write("a.yaml", demo.replace("kind: postgresql", given));
      expect(
        check("a.yaml").stdout,
      ).to.equal(`a.yaml:2:1: ${kind} pg/demo kind: warning: This looks like a cluster but has \`${given}\`, so neither the operator nor this program reads it. [cluster-not-read]
  Write \`${fix}\`.

${summary("1 file", "1 warning")}`);
    });

  for (const [apiVersion, kind, path, list] of [
    ["template.openshift.io/v1", "Template", "objects[0]", "objects:\n- "],
    [
      "work.open-cluster-management.io/v1",
      "ManifestWork",
      "spec.workload.manifests[0]",
      "spec:\n  workload:\n    manifests:\n    - ",
    ],
  ] as const)
    it(`says it of a cluster inside of a ${kind}`, () => {
      const indented = demo.replace(/\n(?=.)/g, `\n${" ".repeat(list.length - list.lastIndexOf("\n") - 1)}`);
      work.write("a.yaml", `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\n${list}${indented}`);
      const line = list.split("\n").length + 4;
      expect(
        check("a.yaml").stdout,
      ).to.equal(`a.yaml:${line}:${list.length - list.lastIndexOf("\n")}: ${kind} x ${path}: warning: This cluster is inside of a resource of \`kind: ${kind}\`, so neither the operator nor this program reads it where it is. [cluster-not-read]
  Check what is made of that resource, or move the cluster to a manifest of its own.

${summary("1 file", "1 warning")}`);
    });

  for (const [what, text] of [
    [
      "a configuration of the operator",
      "apiVersion: cpo.opensource.cybertec.at/v1\nkind: OperatorConfiguration\nmetadata: {name: a}\nconfiguration: {kubernetes: {}}\n",
    ],
    [
      "a policy about clusters",
      "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: pgbackrest}\nspec: {rules: [{match: {any: [{resources: {kinds: [cpo.opensource.cybertec.at/v1/postgresql]}}]}}]}\n",
    ],
    [
      "another kind of the operator's group",
      "apiVersion: cpo.opensource.cybertec.at/v1\nkind: Team\nmetadata: {name: pgbackrest}\n",
    ],
    ["a cluster of the Zalando operator", "apiVersion: acid.zalan.do/v1\nkind: postgresql\nmetadata: {name: a}\n"],
    ["a database of another operator", "apiVersion: kubedb.com/v1\nkind: Postgres\nmetadata: {name: a}\n"],
    ["a Kubernetes kind", service],
  ] as const)
    it(`does not take ${what} for a cluster of this one`, () => {
      work.write("a.yaml", `${text}---\n${demo}`);
      expect(check("a.yaml").stdout).to.equal("1 cluster: 0 errors, 0 warnings, 0 infos.\n");
    });

  it("the filter warns of it and writes its input", () => {
    const input = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- ${demo.replace("kind: postgresql", "kind: PostgreSQL").replace(/\n(?=.)/g, "\n  ")}`;
    const { status, stdout, stderr } = run(program, [], { input });
    expect({ status, stderr }).to.deep.equal({
      status: 0,
      stderr:
        "PostgreSQL pg/demo kind: warning: This looks like a cluster but has `kind: PostgreSQL`, so neither the operator nor this program reads it. [cluster-not-read]\n  Write `kind: postgresql`.\n",
    });
    expect(stdout.startsWith(input)).to.equal(true);
  });

  it("says that a selector matches nothing", () => {
    work.write("a.yaml", demo);
    work.write(
      "config",
      "apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1\nkind: ExpandPgBackRest\nspec: {selector: {matchLabels: {no: such}}}\n",
    );
    expect(check("a.yaml", "-f", "config").stdout).to.equal(
      "1 cluster: 0 errors, 0 warnings, 0 infos. The selector in the functionConfig matches none of the postgresqls found (1), so nothing was checked.\n",
    );
  });

  describe("--require-clusters, where errors keep clusters from being checked", () => {
    const broken = demo.replace(/spec:[\s\S]*/, "spec: 1\n");
    const unbuilt = "kind: Kustomization\nresources: [none.yaml]\n";
    for (const [what, files, args, fix] of [
      [
        "nothing",
        { "a.yaml": service },
        ["a.yaml"],
        "Check the paths and the selector, or change `--require-clusters`.",
      ],
      [
        "1 cluster",
        { "a.yaml": broken },
        ["a.yaml"],
        "1 cluster has errors that keep it from being checked: correct this first.",
      ],
      [
        "2 clusters",
        { "a.yaml": broken, "b.yaml": broken.replace("demo", "other") },
        ["."],
        "2 clusters have errors that keep them from being checked: correct these first.",
      ],
      [
        "a file",
        { "a.yaml": "kind: postgresql\na: 1\n b: 2\n", "b.yaml": service },
        ["."],
        "1 file could not be read: correct this first.",
      ],
      [
        "a kustomization, and a cluster",
        { "k/kustomization.yaml": unbuilt, "a.yaml": broken },
        ["a.yaml", "-k", "k"],
        "1 cluster has errors that keep it from being checked, and 1 kustomization could not be built: correct these first.",
      ],
    ] as const)
      it(what, function () {
        if (args.some((arg) => arg === "-k")) requireTool(this, "kustomize", which("kustomize"));
        for (const [file, text] of Object.entries(files)) work.write(file, text);
        const { status, stdout } = check(...args, "--require-clusters", "1");
        expect(status).to.equal(1);
        expect(stdout).to.include(
          `error: Only 0 clusters with a backup section could be checked, but 1 is required. [require-clusters]\n  ${fix}\n`,
        );
      });
  });

  describe("in every format", () => {
    const notice = "No postgresql found in 1 file, so nothing was checked.";
    const advice = "Check the paths. In CI, `--require-clusters 1` makes this an error.";
    const problem = "Only 0 clusters with a backup section could be checked, but 1 is required.";
    const fix = "Check the paths and the selector, or change `--require-clusters`.";
    const report = (format: string) => {
      work.write("a.yaml", service);
      const { status, stdout, stderr } = check("a.yaml", "--require-clusters", "1", "--format", format);
      expect({ status, stderr }).to.deep.equal({ status: 1, stderr: "" });
      return stdout;
    };

    it("text", () =>
      expect(report("text")).to.equal(
        `error: ${problem} [require-clusters]\n  ${fix}\n\n0 clusters: 1 error, 0 warnings, 0 infos. ${notice}\n`,
      ));

    it("json", () => {
      const about = { object: { apiVersion: "", kind: "" }, path: [], also: [] };
      expect(JSON.parse(report("json"))).to.deep.equal({
        clusters: 0,
        findings: [
          { rule: "no-cluster", severity: "info", problem: notice, fix: advice, ...about },
          { rule: "require-clusters", severity: "error", problem, fix, ...about },
        ],
      });
    });

    it("sarif, with a place, without which GitHub refuses a result", () => {
      const [{ results, tool }] = JSON.parse(report("sarif")).runs;
      const location = { artifactLocation: { uri: "a.yaml", uriBaseId: "%SRCROOT%" }, region: { startLine: 1 } };
      const found = results.map(({ partialFingerprints, ruleIndex, ...result }: Record<string, unknown>) => {
        expect(tool.driver.rules[Number(ruleIndex)].id).to.equal(result.ruleId);
        return result;
      });
      const locations = [{ physicalLocation: location }];
      expect(found).to.deep.equal([
        { ruleId: "require-clusters", level: "error", message: { text: `${problem} ${fix}` }, locations },
        { ruleId: "no-cluster", level: "note", message: { text: `${notice} ${advice}` }, locations },
      ]);
    });

    it("codequality, with a place, without which GitLab shows nothing", () =>
      expect(
        JSON.parse(report("codequality")).map(({ check_name, location }: Record<string, unknown>) => [
          check_name,
          location,
        ]),
      ).to.deep.equal([
        ["no-cluster", { path: "a.yaml", lines: { begin: 1 } }],
        ["require-clusters", { path: "a.yaml", lines: { begin: 1 } }],
      ]));

    it("junit", () =>
      expect(report("junit").match(/.*(?:<failure|<system-out).*/g)).to.deep.equal([
        `    <testcase classname="expand-pgbackrest" name="require-clusters"><failure message="${problem}" type="error">error: ${problem} ${fix} [require-clusters]</failure></testcase>`,
        `    <system-out>info: ${notice} ${advice} [no-cluster]</system-out>`,
      ]));

    it("github", () =>
      expect(report("github")).to.equal(
        `::notice title=no-cluster::${notice} ${advice}\n::error title=require-clusters::${problem} ${fix}\n`,
      ));
  });

  it("--require-clusters counts clusters with a backup section, those of a List too", () => {
    const other = demo.replace("name: demo", "name: other").replace("/pg/demo/repo1", "/pg/other/repo1");
    const bare = demo.replace("name: demo", "name: bare").replace(/\n {2}backup:[\s\S]*/, "\n");
    work.write(
      "a.yaml",
      `apiVersion: v1\nkind: List\nitems:\n- ${demo.replace(/\n(?=.)/g, "\n  ")}---\n${other}---\n${bare}`,
    );
    expect(check("a.yaml", "--require-clusters", "2").status).to.equal(0);
    expect(check("a.yaml", "--require-clusters", "3")).to.deep.include({ status: 1 });
    expect(check("a.yaml", "--require-clusters", "two")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: "expand-pgbackrest: --require-clusters cannot be `two`; write a whole number, 0 or more.\n",
    });
  });
});
