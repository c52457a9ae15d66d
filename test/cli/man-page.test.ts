import { join } from "node:path";
import { expect } from "chai";
import { commandTable } from "../../src/cli/commands.ts";
import { shownFlags } from "../../src/cli/help-text.ts";
import { requireTool, root, run, which } from "../tools.ts";

const page = join(root, "docs/expand-pgbackrest.1");

describe("the manual page", function () {
  this.timeout(240_000);

  it("is read by groff without a warning", function () {
    requireTool(this, "groff", which("groff"));
    const { status, stdout, stderr } = run("groff", ["-man", "-Tutf8", "-ww", "-b", page]);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout).to.include("EXPAND-PGBACKREST(1)");
  });

  it("is shown by man with every command, option and exit code", async function () {
    requireTool(this, "man", which("man"));
    const { status, stdout, stderr } = run("man", ["--warnings", "-E", "UTF-8", "-l", "-P", "cat", page], {
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8", MANWIDTH: "1000" },
    });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    const text = stdout.replace(/.\u0008/g, "").replace(/ +/g, " ");
    for (const command of await commandTable()) {
      expect(text).to.include(`expand-pgbackrest ${command.usage}`);
      for (const [name, { help }] of shownFlags(command)) {
        expect(text).to.include(`--${name}`);
        expect(text).to.include(help);
      }
      for (const meaning of Object.values(command.exitCodes)) expect(text).to.include(meaning);
      for (const { call } of command.examples) expect(text).to.include(`expand-pgbackrest ${call}`);
    }
  });
});
