import { chownSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { parse } from "yaml";
import { rules } from "../../src/checks/rules/index.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { program, requireTool, root, run } from "../tools.ts";

const demo = readFileSync(join(root, "tutorials", "s3", "postgresql.yaml"), "utf8");
const forever = demo.replace(/ *repo1-retention-full.*\n/, "");
const name = ".expand-pgbackrest.yaml";
const clean = "1 cluster: 0 errors, 0 warnings, 0 infos.\n";

describe("the file with settings", () => {
  let work: Workspace;
  beforeEach(() => {
    work = workspace();
    work.write("repo/clusters/a.yaml", demo);
    mkdirSync(work.path("repo", ".git"));
  });
  afterEach(() => work.remove());
  const command = (folder: string, ...args: readonly string[]) => run(program, args, { cwd: work.path(folder) });
  const check = (folder: string, ...args: readonly string[]) => command(folder, "check", ...args);
  const summary = (folder: string, ...args: readonly string[]) =>
    check(folder, ...args)
      .stdout.split("\n")
      .at(-2);

  it("is found from the current folder upwards, no further than the root of the repository", () => {
    work.write("repo/clusters/a.yaml", forever);
    const silent = 'checks: {no-retention: {severity: "off", reason: kept}}\n';
    const one = "1 cluster: 0 errors, 1 warning, 0 infos.";
    expect(summary("repo/clusters", ".")).to.equal(one);
    work.write(name, silent);
    expect(summary("repo/clusters", "."), "above the repository").to.equal(one);
    work.write(`repo/${name}`, silent);
    for (const folder of ["repo", "repo/clusters"]) expect(check(folder, ".").stdout, folder).to.equal(clean);
    expect(summary(".", "repo"), "from elsewhere").to.equal(clean.trim());
    work.write(`repo/clusters/${name}`, "{}\n");
    expect(summary("repo/clusters", "."), "the nearest one alone").to.equal(one);
    expect(summary("repo", ".", "--config", "/dev/null"), "another one, here an empty one").to.equal(one);
  });

  it("is not used where another user wrote it above the current folder, unless it is named", function () {
    // Only root may give a file to somebody else.
    requireTool(this, "root", process.getuid?.() === 0 ? "root" : undefined);
    work.write(`repo/${name}`, "failOn: none\n");
    chownSync(work.path("repo", name), 12345, 12345);
    expect(check("repo/clusters", ".")).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: `expand-pgbackrest: ../${name} was found above the current folder, and belongs to another user. Use it with \`--config ../${name}\`, or no settings with \`--config /dev/null\`.\n`,
    });
    for (const file of [`../${name}`, "/dev/null"])
      expect(check("repo/clusters", ".", "--config", file).status).to.equal(0);
    // A checkout of somebody else, as a container with another user sees it.
    chownSync(work.path("repo/clusters"), 12345, 12345);
    expect(check("repo/clusters", ".").status).to.equal(0);
  });

  it("says what is checked where nothing is named, by paths from its own folder", () => {
    work.write("repo/other/b.yaml", "kind: postgresql\na: [\n");
    work.write(`repo/${name}`, "paths: [clusters]\n");
    for (const folder of ["repo", "repo/other"]) expect(check(folder).stdout, folder).to.equal(clean);
    expect(check("repo", "other").status, "what is named wins").to.equal(2);
    work.write("repo/kustomize.sh", "cat $1/built.yaml\n");
    work.write("repo/overlay/built.yaml", forever);
    work.write("repo/overlay/kustomization.yaml", "resources: []\n");
    work.write(`repo/${name}`, "kustomize: [overlay]\n");
    const { stdout } = check("repo/other", "--kustomize-command", `sh ${work.path("repo", "kustomize.sh")}`);
    expect(stdout).to.match(/^\.\.\/overlay\/kustomization\.yaml:1:1: .*\[no-retention\]$/m);
  });

  it("says how many clusters there are in what it names, which is nothing about a part of it", () => {
    work.write("repo/other/b.yaml", demo.replaceAll("demo", "other"));
    const settings = (required: number) => `paths: [clusters, other]\nrequireClusters: ${required}\n`;
    work.write(`repo/${name}`, settings(3));
    expect(check("repo").status).to.equal(1);
    work.write(`repo/${name}`, settings(2));
    expect(check("repo").status).to.equal(0);
    expect(check("repo", "clusters").stdout).to.equal(clean);
    expect(command("repo", "plan", "clusters").status).to.equal(0);
    expect(check("repo", "clusters", "--require-clusters", "2").status, "the flag is about what is named").to.equal(1);
  });

  it("says how findings are printed and which of them fail; flags win", () => {
    work.write("repo/clusters/a.yaml", forever);
    work.write(`repo/${name}`, "failOn: warning\nformat: json\nrequireClusters: 2\n");
    const { status, stdout } = check("repo", "clusters", "--require-clusters", "1");
    expect(status).to.equal(1);
    expect(JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule)).to.deep.equal(["no-retention"]);
    expect(check("repo", "clusters", "--fail-on", "error", "--require-clusters", "1").status).to.equal(0);
    expect(summary("repo", "clusters", "--format", "text")).to.equal("1 cluster: 1 error, 1 warning, 0 infos.");
    work.write("repo/kustomize.sh", "cat $1/a.yaml\n");
    const hydrate = ["hydrate", "clusters", "-o", "out", "--kustomize-command", "sh kustomize.sh"];
    const hydrated = command("repo", ...hydrate, "--require-clusters", "1");
    expect(hydrated.status, "hydrate").to.equal(1);
    expect(JSON.parse(hydrated.stdout).clusters).to.equal(1);
    expect(command("repo", ...hydrate, "--require-clusters", "1", "--fail-on", "none").status).to.equal(0);
  });

  it("names a baseline beside it", () => {
    work.write("repo/clusters/a.yaml", demo.replace("retention-full", "retension-full"));
    work.write(`repo/${name}`, "baseline: ci/accepted.json\n");
    mkdirSync(work.path("repo", "ci"));
    expect(check("repo", "clusters").stderr).to.match(
      /^expand-pgbackrest: ci\/accepted.json: there is no such baseline\./,
    );
    expect(check("repo", "clusters", "--write-baseline", "ci/accepted.json").status).to.equal(0);
    expect(check("repo/clusters", ".").status, "from another folder").to.equal(0);
    expect(check("repo/clusters", ".", "--config", "/dev/null").status).to.equal(1);
  });

  it("is not read by the filter, whose output depends on its input alone, nor taken for a manifest", () => {
    work.write(`repo/clusters/${name}`, "nonsense: [\n");
    expect(run(program, [], { cwd: work.path("repo/clusters"), input: demo }).status).to.equal(0);
    expect(command("repo/clusters", "render", "a.yaml").status).to.equal(0);
    expect(check("repo/clusters", "a.yaml").status).to.equal(2);
    work.write("repo/clusters/settings.yaml", "failOn: warning\n");
    expect(check("repo", "clusters", "--config", "clusters/settings.yaml")).to.deep.include({
      status: 0,
      stdout: clean,
    });
  });

  it("is described by fn-config/config.schema.json, every setting and every rule", () => {
    const schema = JSON.parse(readFileSync(join(root, "fn-config", "config.schema.json"), "utf8"));
    const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
    for (const [text, good] of [
      ["{}", true],
      ["{$schema: x, paths: [a], kustomize: [b], ignore: [c], format: sarif, failOn: none, baseline: d}", true],
      ["{requireClusters: 3, checks: {no-retention: {severity: 'off', reason: kept}}}", true],
      ["{checks: {no-retension: {severity: info}}}", false],
      ["{checks: {no-retention: off}}", false],
      ["{checks: {no-retention: {severity: none}}}", false],
      ["{failOn: never}", false],
      ["{format: yaml}", false],
      ["{paths: a}", false],
      ["{requireClusters: -1}", false],
      ["{ignored: []}", false],
    ] as const)
      expect(validate(parse(text)), text).to.equal(good);
    expect(Object.keys(schema.properties.checks.properties)).to.deep.equal(rules.map(({ id }) => id));
    const undescribed = Object.entries<{ description?: string }>({
      ...schema.properties,
      ...schema.properties.checks.properties,
    }).filter(([, { description = "" }]) => !/^[A-Zp`].*\.$/.test(description));
    expect(undescribed).to.deep.equal([]);
  });

  for (const [what, text, message] of [
    ["an unknown key", "ignore: []\nfalOn: error\n", "c.yaml:2:1: `falOn` is not a field here. Did you mean `failOn`?"],
    ["no list", "\nignore: a\n", "c.yaml:2:1: `ignore` is a string, but must be a list. Write a list."],
    [
      "a number that is too small",
      "requireClusters: -1\n",
      "c.yaml:1:1: `requireClusters` is the number `-1`, which is less than 0. Write 0 or more.",
    ],
    [
      "a word that is not a choice",
      "failOn: warn\n",
      "c.yaml:1:1: `failOn` is `warn`, which is not one of `error`, `warning`, `info`, `none`. Did you mean `warning`?",
    ],
    [
      "several mistakes",
      "format: xml\npaths: [1]\n",
      'c.yaml:1:1: `format` is `xml`, which is not one of `text`, `json`, `sarif`, `junit`, `github`, `codequality`. Write one of these. c.yaml:2:9: Entry 1 of `paths` is the number `1`, but must be a string. Put it in quotes: `"1"`.',
    ],
    ["no mapping", "- a\n", "c.yaml is not a mapping of settings, as `failOn: warning` is."],
  ] as const)
    it(`with ${what}: exit code 2, with its place`, () => {
      work.write("c.yaml", text);
      expect(check(".", "repo", "--config", "c.yaml")).to.deep.equal({
        status: 2,
        stdout: "",
        stderr: `expand-pgbackrest: ${message}\n`,
      });
    });
});
