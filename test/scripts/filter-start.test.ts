import { join, relative } from "node:path";
import { expect } from "chai";
import { build } from "esbuild";
import { root } from "../tools.ts";

/** The modules of `src` that are loaded when a program starts: all that it imports, but not what it imports dynamically. */
async function loadedAtStart(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    packages: "external",
    outdir: "out",
    logLevel: "silent",
  });
  const loaded = new Set<string>();
  const add = (output: string): void => {
    if (loaded.has(output)) return;
    loaded.add(output);
    for (const { path, kind } of metafile.outputs[output]?.imports ?? []) if (kind === "import-statement") add(path);
  };
  for (const [output, { entryPoint }] of Object.entries(metafile.outputs)) if (entryPoint === entry) add(output);
  return [...loaded].flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}));
}

describe("what the filter loads at its start", () => {
  for (const entry of ["src/cli/main.ts", "src/kpt.ts", "src/cli/filter-command.ts"])
    it(`has nothing of fixes: ${entry}`, async () => {
      const loaded = await loadedAtStart(entry);
      expect(loaded).to.include(entry);
      expect(loaded.map((path) => relative("src", path)).filter((path) => /^fix\/|^cli\/fix/.test(path))).to.deep.equal(
        [],
      );
    });

  it("would be seen: the command that fixes has them", async () => {
    const fixes = await loadedAtStart(join("src", "cli", "fix.ts"));
    expect(fixes).to.include("src/fix/fixes.ts");
  });
});
