import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "./hosts/example.ts";
import { kubectls, program, requireTool, root, run, which } from "./tools.ts";
import { blocksOf, linksOf } from "./tutorials/readme.ts";

/** Pages whose commands need more than the program, and the tests that run them. */
const elsewhere: Readonly<Record<string, string>> = {
  "ci.md": "test/workflows/docs.test.ts",
  "operator.md": "test/docs-operator.test.ts",
  "releasing.md": "test/workflows/docs.test.ts",
  "restore-patch.md": "test/cli/restore-patch-page.test.ts",
  "restore.md": "test/restore/runbook.test.ts",
  "status.md": "test/cluster/docs-status.test.ts",
};

/** The tools that a script needs beside the program, each with where it is. */
const tools: ReadonlyArray<readonly [RegExp, string, () => string | undefined]> = [
  [/\bkubectl\b/, "kubectl", () => kubectls()[0]],
  [/\bkustomize\b| hydrate | -k /, "kustomize", () => which("kustomize")],
];

const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));

for (const page of pages.filter((name) => elsewhere[name] === undefined))
  describe(`docs/${page}`, function () {
    this.timeout(240_000);
    const text = readFileSync(join(root, "docs", page), "utf8");
    let work: Workspace;
    before(() => {
      work = workspace("tutorials", "fn-config");
      mkdirSync(work.path("bin"));
      symlinkSync(program, work.path("bin", "expand-pgbackrest"));
    });
    after(() => work.remove());

    it("links only to what is there", () => {
      for (const path of linksOf(text)) expect(existsSync(join(root, "docs", path)), path).to.equal(true);
    });

    for (const { script, prints } of blocksOf(text))
      it(`has commands that print what it shows: ${script.trim().split("\n").join("; ")}`, function () {
        for (const [word, name, find] of tools) if (word.test(script)) requireTool(this, name, find());
        const { status, stdout } = run("bash", ["-eu", "-c", `exec 2>&1\n${script}`], {
          cwd: work.path(),
          env: { PATH: `${work.path("bin")}:${process.env.HOME}/go/bin:${process.env.PATH}` },
        });
        expect({ status, stdout }).to.deep.equal({ status: 0, stdout: prints });
      });
  });

describe("pages that other tests run", () => {
  for (const [page, test] of Object.entries(elsewhere))
    it(`docs/${page}: ${test} is there, and names it`, () => {
      expect(pages).to.include(page);
      expect(readFileSync(join(root, test), "utf8")).to.include(page);
    });
});
