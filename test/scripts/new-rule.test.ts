import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ruleName, withRule } from "../../scripts/new-rule.ts";
import { rules } from "../../src/checks/rules/index.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { root, run } from "../tools.ts";

describe("npm run new", function () {
  this.timeout(240_000);

  /** A copy of the project, as far as rules need it. */
  let work: Workspace;
  before(() => {
    work = workspace("src", "scripts", "docs", "package.json", "tsconfig.json", "biome.json", ".gitignore");
    symlinkSync(join(root, "node_modules"), work.path("node_modules"));
  });
  after(() => work.remove());

  const npmRun = (...args: readonly string[]) => run("npm", ["run", "--silent", ...args], { cwd: work.path() });
  const tool = (name: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = run(join(root, "node_modules", ".bin", name), args, { cwd: work.path() });
    expect({ status, text: status === 0 ? "" : stdout + stderr }).to.deep.equal({ status: 0, text: "" });
  };
  const index = "src/checks/rules/index.ts";

  it("check writes a rule of each kind, lists it, and what it wrote compiles, is formatted and has its page", () => {
    for (const [id, kind] of [
      ["wal-left-behind", []],
      ["a-clone", ["clone"]],
      ["option-of-several", ["input"]],
    ] as const) {
      const { status, stdout, stderr } = npmRun("new", "check", id, ...kind);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      expect(stdout).to.include(`src/checks/rules/${id}.ts: `);
    }
    expect(work.read("src/checks/rules/wal-left-behind.ts")).to.equal(`import type { ClusterRule } from "../rule.ts";

export const walLeftBehind = {
  id: "wal-left-behind",
  severity: "error",
  title: "",
  why: "",
  source: "",
  bad: {},
  good: {},
  *checkCluster({ cluster }) {
    yield { at: { in: "field", object: cluster.object, path: ["spec"] }, problem: "", fix: "" };
  },
} as const satisfies ClusterRule;
`);
    expect(work.read(index)).to.match(/\n {2}walLeftBehind,\n {2}aClone,\n {2}optionOfSeveral,\n\];\n$/);
    work.write("rules.json", '{ "extends": "./tsconfig.json", "include": ["src/checks"] }');
    tool("tsc", "--noEmit", "--project", "rules.json");
    tool("biome", "check", "--error-on-warnings", "src/checks/rules");
    tool("tsx", "scripts/generate-check-docs.ts");
    const list = work.read("docs/checks.md");
    for (const id of ["wal-left-behind", "a-clone", "option-of-several"]) {
      expect(list).to.include(`(checks/${id}.md)`);
      expect(work.read(`docs/checks/${id}.md`)).to.include(`\n# ${id}\n`);
    }
  });

  it("check imports a rule where the linter wants it, and lists it last", () => {
    const text = readFileSync(join(root, index), "utf8");
    for (const { id } of rules) {
      const listed = `  ${ruleName(id)},\n`;
      const without = text
        .replace(/^import .*;\n/gm, (line) => (line.includes(`"./${id}.ts"`) ? "" : line))
        .replace(listed, "");
      expect(withRule(without, id)).to.equal(text.replace(listed, "").replace(/\];\n$/, `${listed}];\n`));
    }
  });

  for (const [args, sentence] of [
    [[], "Usage: npm run new check <id> [cluster|clone|input]"],
    [["check"], "Usage: npm run new check <id> [cluster|clone|input]"],
    [["rule", "wal-left"], "Usage: npm run new check <id> [cluster|clone|input]"],
    [["check", "walLeft"], "`walLeft` is not an id in kebab-case. Write it like `no-retention`."],
    [["check", "../wal"], "`../wal` is not an id in kebab-case. Write it like `no-retention`."],
    [
      ["check", "wal-left", "pod"],
      "`pod` is not a kind of rule. Write `cluster`, `clone` or `input`; src/checks/rule.ts explains them.",
    ],
    [["check", "no-retention"], "src/checks/rules/no-retention.ts exists already."],
  ] as const)
    it(`${["new", ...args].join(" ")} ends in a sentence and writes nothing`, () => {
      const before = work.files("src");
      expect(run(process.execPath, ["--import", "tsx", "scripts/new.ts", ...args], { cwd: work.path() })).to.deep.equal(
        { status: 2, stdout: "", stderr: `${sentence}\n` },
      );
      expect(work.files("src")).to.deep.equal(before);
    });
});
