import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { version } from "../../src/version.ts";
import { bundledLibraries } from "../bundled-libraries.ts";
import { requireTool, root, run } from "../tools.ts";

const headers: Readonly<Record<string, string>> = {
  "linux-x64": "7f454c46020101",
  "linux-arm64": "7f454c46020101",
  "darwin-x64": "cffaedfe07000001",
  "darwin-arm64": "cffaedfe0c000001",
  "win-x64.exe": "4d5a",
};

describe("the single executables", function () {
  this.timeout(480_000);
  for (const [platform, header] of Object.entries(headers)) {
    const file = join(root, "dist", "executables", `expand-pgbackrest-${platform}`);
    it(`have the format of ${platform}`, function () {
      if (!existsSync(file)) return this.skip(); // only the release makes all of them
      const [start, handle] = [Buffer.alloc(header.length / 2), openSync(file, "r")];
      readSync(handle, start);
      closeSync(handle);
      expect(start.toString("hex")).to.equal(header);
    });
  }

  it("run on this platform", function () {
    const file = join(root, "dist", "executables", "expand-pgbackrest-linux-x64");
    const tool = requireTool(this, "npm run executables -- this", existsSync(file) ? file : undefined);
    expect(run(tool, ["--version"])).to.deep.equal({ status: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("the SBOM", function () {
  this.timeout(240_000);
  it("names the libraries whose code is bundled, and has the same bytes each time", () => {
    const make = () => {
      expect(run("npm", ["run", "--silent", "sbom"], { cwd: root }).status).to.equal(0);
      return readFileSync(join(root, "dist/sbom.cdx.json"), "utf8");
    };
    const text = make();
    const names = JSON.parse(text).components.map(({ purl }: { readonly purl: string }) =>
      decodeURIComponent(purl).replace(/^pkg:npm\/(.+)@.*$/, "$1"),
    );
    expect(names.sort()).to.deep.equal(bundledLibraries.map(([name]) => name).sort());
    expect(make()).to.equal(text);
  });
});
