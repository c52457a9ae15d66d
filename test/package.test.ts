import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { bundledLibraries } from "./bundled-libraries.ts";
import { root, run } from "./tools.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");

describe("the npm package", function () {
  this.timeout(240_000);

  it("holds the built program, what users copy, and the documents, nothing else", () => {
    const { status, stdout } = run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
    expect(status).to.equal(0);
    const files = [...stdout.matchAll(/"path": "(.*)"/g)].map(([, path = ""]) => path);
    const { bin, exports } = JSON.parse(read("package.json"));
    const targets = [...Object.values<string>(bin), ...Object.values<string>(exports["./kpt"])];
    expect(files).to.include.members(targets.map((target) => target.replace("./", "")));
    expect([...new Set(files.map((file) => file.split("/")[0]))].sort()).to.deep.equal(
      ["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "dist", "docs", "fn-config", "package.json"].sort(),
    );
    // Whatever else has been made in dist before: executables, a release, an older package.
    expect(files.filter((file) => file.startsWith("dist/")).sort()).to.deep.equal(
      [
        "dist/THIRD-PARTY-LICENSES.txt",
        "dist/expand-pgbackrest.cache",
        "dist/expand-pgbackrest.cjs",
        "dist/kpt.cjs",
        ...(existsSync(join(root, "dist/sbom.cdx.json")) ? ["dist/sbom.cdx.json"] : []),
        "dist/start.cjs",
        "dist/types/kpt.d.ts",
      ].sort(),
    );
  });

  it("gets an SBOM when it is packed, and is published for everybody, with provenance", () => {
    const { publishConfig, scripts, files } = JSON.parse(read("package.json"));
    expect(publishConfig).to.deep.equal({ access: "public", provenance: true });
    expect(scripts.prepack).to.equal("npm run --silent build && npm run --silent sbom");
    expect(files).to.include("dist/sbom.cdx.json");
  });

  it("brings the licence of every library whose code it contains", () => {
    const { stdout } = run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
    expect(stdout).to.include('"path": "dist/THIRD-PARTY-LICENSES.txt"');
    const notices = read("dist/THIRD-PARTY-LICENSES.txt");
    expect(
      [...notices.matchAll(/^-+\n(\S+) \S+ \((.+)\)$/gm)].map(([, name, license]) => [name, license]),
    ).to.deep.equal(bundledLibraries);
    for (const file of ["typebox/license", "yaml/LICENSE", "@kubernetes/client-node/LICENSE"])
      expect(notices).to.include(read(`node_modules/${file}`).trim().replaceAll("\r\n", "\n"));
  });

  it("has no runtime dependencies", () => {
    const { dependencies, optionalDependencies } = JSON.parse(read("package.json"));
    expect([dependencies, optionalDependencies]).to.deep.equal([undefined, undefined]);
  });

  it("runs as the README says in a program of the kpt-functions SDK", () => {
    const [, script = ""] = /^```js\n([\s\S]*?)^```$/m.exec(read("README.md")) ?? [];
    expect(script).to.include("expand-pgbackrest/kpt");
    const list = read("scripts/data/example-list.yaml");
    const { status, stdout, stderr } = run("node", ["--input-type=module", "-e", script], { cwd: root, input: list });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout).to.match(/^ {2}kind: CronJob$/m);
  });

  it("has a declaration for the types of that", () => {
    expect(existsSync(join(root, "dist/types/kpt.d.ts"))).to.equal(true);
  });
});
