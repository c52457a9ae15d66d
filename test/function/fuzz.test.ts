import { expect } from "chai";
import { root, run } from "../tools.ts";

describe("mutated lists", function () {
  this.timeout(120_000);

  it("5,000 of them: no crash, no run over a second, nothing missing with exit code 0", () => {
    const { status, stdout, stderr } = run("npx", ["tsx", "scripts/fuzz.ts", "--runs", "5000", "--seed", "42"], {
      cwd: root,
    });
    expect(status, stderr.slice(-2000)).to.equal(0);
    expect(stdout).to.match(/exit code 0: \d+/);
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
