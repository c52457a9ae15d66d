import { expect } from "chai";
import { bundle } from "../../scripts/bundle.ts";
import { workspace } from "../hosts/example.ts";
import { run } from "../tools.ts";

describe("the bundle", () => {
  it("has a part for each module that is imported dynamically, also where two have one name, and each is found from everywhere", async () => {
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
      const { text, parts } = await bundle(work.path("src"), "main.ts");
      expect([...parts.keys()].filter((name) => !name.startsWith("part:chunk-"))).to.deep.equal([
        "part:krm/deep/library",
        "part:krm/library",
        "part:yaml/library",
      ]);
      const script = `
        const texts = new Map(${JSON.stringify([...parts, ["main", text]])});
        const load = (name) => {
          const module = { exports: {} };
          new Function("require", "module", "exports", texts.get(name))(load, module, module.exports);
          return module.exports;
        };
        load("main").main().then((names) => process.stdout.write(JSON.stringify(names)))`;
      const { stdout, stderr } = run(process.execPath, ["-e", script]);
      expect({ stdout, stderr }).to.deep.equal({ stdout: '["yaml","krm",["yaml","deep"]]', stderr: "" });
    } finally {
      work.remove();
    }
  });

  it("has once what several parts have in common, and refuses to share what may change", async () => {
    const work = workspace();
    try {
      work.write("src/main.ts", `export const main = () => [import("./one.ts"), import("./two.ts")];`);
      for (const name of ["one", "two"])
        work.write(
          `src/${name}.ts`,
          `import { shared } from "./shared.ts"; export const ${name} = () => shared() + "${name}";`,
        );
      work.write("src/shared.ts", `export const shared = () => "only once";`);
      const { parts } = await bundle(work.path("src"), "main.ts");
      expect([...parts.values()].filter((text) => text.includes("only once"))).to.have.lengthOf(1);
      work.write(
        "src/shared.ts",
        `let count = 0; export let shared = () => (shared = () => "changed", String(count += 1));`,
      );
      const refused = await bundle(work.path("src"), "main.ts").then(() => "bundled", String);
      expect(refused).to.match(/is exported, and is changed later/);
    } finally {
      work.remove();
    }
  });
});
