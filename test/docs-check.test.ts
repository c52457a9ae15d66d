import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { formatNames } from "../src/cli/formats/names.ts";
import { isConfigFile } from "../src/cli/generated/is-config-file.ts";
import { type Workspace, workspace } from "./hosts/example.ts";
import { program, root, run } from "./tools.ts";
import { blocksOf } from "./tutorials/readme.ts";

describe("docs/check.md", function () {
  this.timeout(60_000);
  const text = readFileSync(join(root, "docs", "check.md"), "utf8");
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

  it("has settings that are valid", () => {
    const [, settings = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(text) ?? [];
    const { checks, ...others } = parse(settings);
    expect(Object.keys(checks).length).to.be.greaterThan(0);
    expect(isConfigFile({ checks, ...others })).to.equal(true);
  });

  it("has a row for every format", () =>
    expect([...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).to.have.members(formatNames));
});
