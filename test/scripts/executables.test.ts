import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { version } from "../../src/version.ts";
import { bundledLibraries } from "../bundled-libraries.ts";
import { requireTool, root, run } from "../tools.ts";

/** What a file is, and for which processor, as the formats ELF, Mach-O and PE say it. */
const formats: Readonly<Record<string, (bytes: Buffer) => string>> = {
  "linux-x64": (bytes) => `${bytes.toString("latin1", 1, 4)} ${bytes.readUInt16LE(18)}`,
  "linux-arm64": (bytes) => `${bytes.toString("latin1", 1, 4)} ${bytes.readUInt16LE(18)}`,
  "darwin-x64": (bytes) => `${bytes.readUInt32LE(0).toString(16)} ${bytes.readUInt32LE(4).toString(16)}`,
  "darwin-arm64": (bytes) => `${bytes.readUInt32LE(0).toString(16)} ${bytes.readUInt32LE(4).toString(16)}`,
  "win-x64.exe": (bytes) =>
    `${bytes.toString("latin1", 0, 2)} ${bytes.readUInt16LE(bytes.readUInt32LE(60) + 4).toString(16)}`,
};
const expected: Readonly<Record<string, string>> = {
  "linux-x64": "ELF 62",
  "linux-arm64": "ELF 183",
  "darwin-x64": "feedfacf 1000007",
  "darwin-arm64": "feedfacf 100000c",
  "win-x64.exe": "MZ 8664",
};

describe("the single executables", function () {
  this.timeout(480_000);
  for (const [platform, format] of Object.entries(formats)) {
    const file = join(root, "dist", "executables", `expand-pgbackrest-${platform}`);
    it(`are programs for ${platform}, with this one in them`, function () {
      const bytes = readFileSync(requireTool(this, "npm run executables", existsSync(file) ? file : undefined));
      expect(format(bytes)).to.equal(expected[platform]);
      // Node looks at this mark to tell whether it is to run what is in it.
      expect(bytes.includes("NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1")).to.equal(true);
    });
  }

  it("have Node's licence beside them", function () {
    const file = join(root, "dist", "executables", "NODE-LICENSE.txt");
    const text = readFileSync(requireTool(this, "npm run executables", existsSync(file) ? file : undefined), "utf8");
    expect(text).to.match(/^Node\.js is licensed for use as follows:/);
    expect(text).to.include("- V8, located at deps/v8, is licensed as follows:");
  });

  it("run on this platform", function () {
    const file = join(root, "dist", "executables", "expand-pgbackrest-linux-x64");
    const tool = requireTool(this, "npm run executables", existsSync(file) ? file : undefined);
    const { status, stdout, stderr } = run(tool, ["--version"]);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout).to.match(new RegExp(`^expand-pgbackrest ${version}\\nNode.js `));
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
