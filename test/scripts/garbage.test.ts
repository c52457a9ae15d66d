import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { program, root, run } from "../tools.ts";

/** Where the launcher ends the process: what a copy says there of the memory does not change how the program starts. */
const end = "    process.exit(exitCode);";
const report = `
  const { space_size, space_used_size } = require("node:v8").getHeapSpaceStatistics().find((each) => each.space_name === "new_space");
  require("node:fs").writeSync(2, JSON.stringify({ space_size, space_used_size, isRejected: script.cachedDataRejected }));`;

describe("a start", () => {
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  after(() => rmSync(folder, { recursive: true }));

  // V8 lets new objects have 1 MB before it collects garbage for the first time, and then doubles that. With Node 20, boot takes 0.3 of it.
  it("collects no garbage where the input is one cluster", function () {
    if (!process.version.startsWith("v20.")) this.skip();
    const copy = join(folder, "expand-pgbackrest.cjs");
    const text = readFileSync(program, "utf8");
    expect(text.split(end)).to.have.lengthOf(2);
    writeFileSync(
      copy,
      text.replace(end, () => `${report}\n${end}`),
    );
    copyFileSync(program.replace(/cjs$/, "cache"), copy.replace(/cjs$/, "cache"));
    const input = readFileSync(join(root, "scripts/data/example-list.yaml"), "utf8");
    const { status, stderr } = run(process.execPath, [copy], { input, env: { NODE_OPTIONS: "" } });
    expect({ status, ...JSON.parse(stderr) }).to.include({ status: 0, space_size: 1 << 20, isRejected: false });
  });
});
