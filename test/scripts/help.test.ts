import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root, run } from "../tools.ts";

describe("npm run help", () => {
  it("says of every script of package.json what it is for, in their order", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { status, stdout, stderr } = run("npm", ["run", "--silent", "help"], { cwd: root });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    const rows = [...stdout.matchAll(/^npm (?:run )?(\S+) {2,}[A-Z].*\.\n/gm)];
    expect(rows.map(([row]) => row).join("")).to.equal(stdout);
    expect(rows.map(([, name]) => name)).to.deep.equal(Object.keys(scripts));
  });
});
