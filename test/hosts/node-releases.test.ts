import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { makeList } from "../../bench/lists.ts";
import { program, requireTool, root, run } from "../tools.ts";

/** Where .ci/run puts the releases of Node that package.json promises beside the one that runs the tests. */
const folder = join(root, ".cache", "node");
const installed = existsSync(folder) ? readdirSync(folder).sort() : [];

describe("later releases of Node", function () {
  this.timeout(240_000);
  const lists = {
    "a short list": makeList(10, { expand: true }),
    "a list of several megabytes": makeList(2000, { expand: true }),
  };

  for (const major of ["22", "24", "26"]) {
    for (const [what, input] of Object.entries(lists)) {
      it(`Node ${major}: ${what} gives the same output, and nothing on standard error`, function () {
        const release = installed.find((name) => name.startsWith(`v${major}.`));
        const node = requireTool(this, `Node ${major}`, release && join(folder, release, "node"));
        const here = run(process.execPath, [program], { input });
        const there = run(node, [program], { input });
        expect(there.stderr).to.equal("");
        expect(there.status).to.equal(0);
        expect(there.stdout === here.stdout, "the same output").to.equal(true);
      });
    }
  }
});
