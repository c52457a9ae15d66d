import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root, run } from "./tools.ts";

describe("what is generated", function () {
  this.timeout(60_000);

  it("is up to date: npm run generate changes nothing", () => {
    const files = [
      "docs/architecture.md",
      "docs/architecture.svg",
      "docs/checks.md",
      "fn-config/schema.json",
      ...["cpo", "function", "pgbackrest"].flatMap((folder) =>
        readdirSync(join(root, `src/${folder}/generated`)).map((name) => `src/${folder}/generated/${name}`),
      ),
    ];
    const texts = () => files.map((file) => readFileSync(join(root, file), "utf8"));
    const before = texts();
    expect(run("npm", ["run", "--silent", "generate"], { cwd: root }).status).to.equal(0);
    expect(texts()).to.deep.equal(before);
  });
});
