import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { requireTool, root, run } from "../tools.ts";

/** Built by .ci/run, or by hand: `cd test/fuzz/readers && go build -o ../../../.cache/yaml-readers .` */
const readers = join(root, ".cache", "yaml-readers");

describe("generated lists", function () {
  this.timeout(480_000);

  const runs = process.env.CI === "true" ? 200_000 : 2_000;

  it(`${runs} of them: what comes out is what the laws say, to two readers in Go`, function () {
    this.timeout(40 * 60_000);
    requireTool(this, "the readers of YAML in Go", existsSync(readers) ? readers : undefined);
    const { status, stdout, stderr } = run("npx", ["tsx", "scripts/fuzz.ts", "--runs", String(runs), "--seed", "42"], {
      cwd: root,
    });
    expect(status, stderr.slice(-4000)).to.equal(0);
    expect(stdout).to.match(/exit code 0: \d+.*and the readers in Go/);
  });

  for (const [what, text] of [
    ["a scalar of 10 MB", `x: "${"a b ".repeat(2_500_000)}"`],
    ["5,000 levels of nesting", `x: ${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["a million empty items", `y: 1\n${"- {}\n".repeat(1_000_000).trimEnd()}`],
  ] as const) {
    it(`${what}: passed through or refused, in bounded time and memory`, () => {
      const input = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: Foreign\n  ${text}\n`;
      const start = performance.now();
      const { status, stdout } = run(
        process.execPath,
        ["--max-old-space-size=600", `${root}/dist/expand-pgbackrest.cjs`],
        { input },
      );
      expect(performance.now() - start).to.be.lessThan(20_000);
      expect([0, 2]).to.include(status);
      if (status === 0) expect(stdout === input).to.equal(true);
    });
  }
});
