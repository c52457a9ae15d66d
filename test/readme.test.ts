import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { docker, kubectls, requireTool, root, run } from "./tools.ts";

/** Commands that .ci/run and `npm test` themselves run: they cannot run inside a test. */
const ofCi = /^(npm ci && npm run build && |npm ci && npm test$|docker build )/;

describe("every command block of the README", function () {
  this.timeout(120_000);
  const text = readFileSync(join(root, "README.md"), "utf8");
  for (const [, block = ""] of text.matchAll(/^```sh\n([\s\S]*?)^```/gm)) {
    for (const line of block.trim().split("\n")) {
      const command = line.replace(/^npm ci && npm run build && /, "");
      if (ofCi.test(command)) continue;
      it(`runs: ${command}`, function () {
        if (command.startsWith("kubectl")) {
          requireTool(this, "kubectl", kubectls()[0]);
          requireTool(this, "docker with the image", docker());
        }
        const { status, stdout } = run("bash", ["-c", command], { cwd: root });
        expect(status).to.equal(0);
        expect(stdout).not.to.equal("");
      });
    }
  }

  it("names only files that are there", () => {
    for (const [, path = ""] of text.matchAll(/\]\(([^)#:]+)\)/g))
      expect(run("ls", [join(root, path)]).status, path).to.equal(0);
  });
});
