import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { workspace } from "./hosts/example.ts";
import { root, run } from "./tools.ts";

describe("what is generated", function () {
  this.timeout(480_000);

  it("is up to date: npm run generate changes nothing", () => {
    // In a copy: other tests read these files at the same time.
    const folders = ["docs", "fn-config", "scripts", "src", "test/cluster/crds"];
    const work = workspace(...folders, "tutorials", "test/parity", "biome.json", "package.json", "tsconfig.json");
    try {
      symlinkSync(join(root, "node_modules"), work.path("node_modules"));
      const texts = () =>
        new Map<string, string>(
          folders.flatMap((folder) =>
            Object.entries(work.files(folder)).map(([file, text]) => [`${folder}/${file}`, text] as const),
          ),
        );
      const before = texts();
      expect(run("npm", ["run", "--silent", "generate"], { cwd: work.path() }).status).to.equal(0);
      const after = texts();
      const isChanged = (file: string) => before.get(file) !== after.get(file);
      expect(
        [...new Set([...before.keys(), ...after.keys()])].filter(isChanged),
        "these are out of date: run `npm run generate`, review what it wrote, and commit it",
      ).to.deep.equal([]);
    } finally {
      work.remove();
    }
  });
});
