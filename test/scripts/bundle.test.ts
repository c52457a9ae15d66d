import { join } from "node:path";
import { expect } from "chai";
import { bundle } from "../../scripts/bundle.ts";
import { workspace } from "../hosts/example.ts";
import { run } from "../tools.ts";

describe("the bundle", () => {
  it("has a file for each lazy part, also where two have one name, and each is found from everywhere", async () => {
    const work = workspace();
    try {
      work.write(
        "src/main.ts",
        `export const main = async () => [
          (await import("./yaml/library.ts")).name,
          (await import("./krm/library.ts")).name,
          await (await import("./krm/library.ts")).others(),
        ];`,
      );
      work.write("src/yaml/library.ts", `export const name: string = "yaml";`);
      work.write(
        "src/krm/library.ts",
        `export const name: string = "krm";
        export const others = async () => [(await import("../yaml/library.ts")).name, (await import("./deep/library.ts")).name];`,
      );
      work.write("src/krm/deep/library.ts", `export const name: string = "deep";`);
      const { texts } = await bundle(work.path("src"), { "main.cjs": "main.ts" });
      expect([...texts.keys()].sort()).to.deep.equal([
        "lazy/krm/deep/library.cjs",
        "lazy/krm/library.cjs",
        "lazy/yaml/library.cjs",
        "main.cjs",
      ]);
      for (const [file, text] of texts) work.write(join("dist", file), text);
      const script = `require(${JSON.stringify(work.path("dist/main.cjs"))}).main().then((names) => process.stdout.write(JSON.stringify(names)))`;
      const { stdout, stderr } = run(process.execPath, ["-e", script]);
      expect({ stdout, stderr }).to.deep.equal({ stdout: '["yaml","krm",["yaml","deep"]]', stderr: "" });
    } finally {
      work.remove();
    }
  });
});
