import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, root, run } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const misspelled = demo.replace("repo1-retention-full", "repo1-retension-full");
const service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n";
const notYaml = `${service}spec: ]\n`;
const where = `line ${notYaml.split("\n").length - 1}, column 7`;
const lineOf = (text: string, part: RegExp) => text.split("\n").findIndex((line) => part.test(line)) + 1;

describe("documents that the function need not read", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
  });
  afterEach(() => work.remove());
  const command = (...args: readonly string[]) => run(program, args, { cwd: work.path() });
  const clean = { status: 0, stdout: "1 cluster: 0 errors, 0 warnings, 0 infos.\n", stderr: "" };

  it("need not be YAML, before a cluster or in a file beside it", () => {
    work.write("in/a.yaml", `${notYaml}---\n${demo}`);
    expect(command("check", "in")).to.deep.equal(clean);
    expect(command("check", "in/a.yaml")).to.deep.equal(clean);
    expect(run(program, ["check", "-"], { cwd: work.path(), input: `${notYaml}---\n${demo}` })).to.deep.equal(clean);
    work.write("in/a.yaml", demo);
    work.write("in/b.yaml", notYaml);
    expect(command("check", "in")).to.deep.equal(clean);
  });

  it("come out of render as they are, but have no name for a file", () => {
    work.write("in/a.yaml", `${notYaml}# tail\n---\n${service}`);
    expect(command("render", "in")).to.deep.equal({
      status: 0,
      stdout: `${notYaml}# tail\n---\n${service}`,
      stderr: "",
    });
    const { status, stderr } = command("render", "in", "-o", "out/");
    expect({ status, stderr }).to.deep.equal({
      status: 2,
      stderr: `expand-pgbackrest: in/a.yaml: The input is not valid YAML at ${where}: Unexpected flow-seq-end token in YAML stream.\n`,
    });
  });

  it("come out of the filter as they are", () => {
    const input = `${notYaml}---\n${service}`;
    expect(run(program, [], { input })).to.deep.equal({ status: 0, stdout: input, stderr: "" });
  });

  for (const [what, text] of [
    ["a cluster", demo.replace("spec:", "spec: ]")],
    ["a Secret", notYaml.replace("Service", "Secret")],
    ["a document that mentions the operator", `${notYaml}  # cpo.opensource.cybertec.at\n`],
    ["a document that mentions pgBackRest", `${notYaml}  # pgbackrest\n`],
    ["a ConfigMap with the operator's settings", `${notYaml.replace("Service", "ConfigMap")}  # pod_role_label\n`],
    ["what makes Secrets", notYaml.replace("Service", "ExternalSecret")],
    ["a list", notYaml.replace("Service", "List")],
  ] as const)
    it(`but ${what} must be YAML`, () => {
      work.write("in/a.yaml", `${text}---\n${service}`);
      work.write("in/b.yaml", demo);
      const { status, stdout } = command("check", "in");
      expect(status).to.equal(1);
      expect(stdout).to.match(
        /^in\/a\.yaml:\d+:\d+: error: This file was not checked: The input is not valid YAML at [^\n]+ \[file-not-read\]\n/,
      );
    });

  it("but a template is still called one", () => {
    work.write("in/a.yaml", `${service.replace("name: a", "name: {{ .Values.name }}-a")}---\n${service}`);
    work.write("in/b.yaml", demo);
    const { status, stdout } = command("check", "in");
    expect(status).to.equal(0);
    expect(stdout).to.match(/^in\/a\.yaml:4:\d+: warning: This is a template, not a manifest/);
  });

  it("but the last one of a file that is named, or of standard input, must be complete: it may be cut off", () => {
    const text = `${demo}---\n${notYaml}`;
    work.write("in/a.yaml", text);
    const problem = `The input is not valid YAML at line ${lineOf(text, /^spec: \]/)}, column 7: Unexpected flow-seq-end token in YAML stream.`;
    expect(command("check", "in/a.yaml")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: `expand-pgbackrest: in/a.yaml: ${problem}\n`,
    });
    expect(run(program, ["check", "-"], { input: text })).to.deep.include({ status: 2 });
    expect(run(program, [], { input: text })).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: `expand-pgbackrest: ${problem}\n`,
    });
    expect(command("check", "in")).to.deep.equal(clean);
  });
});

describe("findings in a file of many documents", () => {
  it("have the lines of the file, whatever stands around the documents", () => {
    const work = workspace();
    try {
      const text = `# head\n\n---\n${service}\n\n---\n---\n# one\n${misspelled}# tail\n\n---\n${service}  # in\n---\n${misspelled.replace("name: demo", "name: other").replace("/pg/demo", "/pg/other")}`;
      work.write("a.yaml", text);
      work.write("crlf.yaml", text.replaceAll("\n", "\r\n"));
      const lines = text.split("\n").flatMap((line, index) => (line.includes("retension") ? [index + 1] : []));
      expect(lines).to.have.length(2);
      const report = (file: string) => run(program, ["check", file, "--format", "github"], { cwd: work.path() }).stdout;
      const found = [...report("a.yaml").matchAll(/line=(\d+),.*title=unknown-option/g)].map(([, line]) =>
        Number(line),
      );
      expect(found).to.deep.equal(lines);
      expect(report("crlf.yaml").replaceAll("crlf.yaml", "a.yaml")).to.equal(report("a.yaml"));
    } finally {
      work.remove();
    }
  });
});
