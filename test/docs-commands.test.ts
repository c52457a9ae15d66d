import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Workspace, workspace } from "./hosts/example.ts";
import { program, root, run } from "./tools.ts";
import { blocksOf } from "./tutorials/readme.ts";

describe("docs/commands.md", function () {
  this.timeout(240_000);
  const text = readFileSync(join(root, "docs", "commands.md"), "utf8");
  let work: Workspace;
  before(() => {
    work = workspace("tutorials");
    mkdirSync(work.path("bin"));
    symlinkSync(program, work.path("bin", "expand-pgbackrest"));
  });
  after(() => work.remove());

  for (const { script, prints } of blocksOf(text))
    it(`has commands that print what it shows: ${script.trim().split("\n").join("; ")}`, () => {
      const { status, stdout } = run("bash", ["-eu", "-c", `exec 2>&1\n${script}`], {
        cwd: work.path(),
        env: { PATH: `${work.path("bin")}:${process.env.PATH}` },
      });
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: prints });
    });
});
