import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "../hosts/example.ts";
import { kubectls, program, requireTool, root, run } from "../tools.ts";
import { blocksOf, linksOf } from "../tutorials/readme.ts";

describe("docs/restore-patch.md", function () {
  this.timeout(480_000);
  const markdown = readFileSync(join(root, "docs", "restore-patch.md"), "utf8");
  let work: Workspace;
  let bin: string;
  before(() => {
    work = workspace("tutorials/s3", "fn-config/namereference");
    // The function itself is not what the page is about.
    work.write(
      "tutorials/s3/kustomization.yaml",
      work.read("tutorials/s3/kustomization.yaml").replace("fn-config/component", "fn-config/namereference"),
    );
    bin = work.path("bin");
    mkdirSync(bin);
    symlinkSync(program, join(bin, "expand-pgbackrest"));
  });
  after(() => work.remove());

  it("links only to what is there", () => {
    for (const path of linksOf(markdown)) expect(existsSync(join(root, "docs", path)), path).to.equal(true);
  });

  for (const { script, prints } of blocksOf(markdown))
    it(`runs, and prints what it shows: ${script.split("\n")[0]}`, function () {
      const [kubectl] = kubectls();
      if (/\bkubectl kustomize\b/.test(script)) {
        const found = requireTool(this, "kubectl", kubectl);
        if (!existsSync(join(bin, "kubectl"))) symlinkSync(found, join(bin, "kubectl"));
      }
      const { status, stdout } = run("bash", ["-eu", "-c", `exec 2>&1\n${script}`], {
        cwd: work.path("tutorials", "s3"),
        env: { PATH: [bin, process.env.PATH].join(":") },
      });
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: prints });
    });
});
