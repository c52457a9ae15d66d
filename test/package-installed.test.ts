import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { expect } from "chai";
import { version } from "../src/version.ts";
import { kubectls, requireTool, root, run, which } from "./tools.ts";

/*
 * The package as npm gets it: packed, with its SBOM, in two copies of the source in different folders, at different times of day. The one is
 * installed where nothing else is, and where no registry answers.
 */
describe("the npm package, packed and installed", function () {
  this.timeout(300_000);
  const base = mkdtempSync(join(tmpdir(), "expand-pgbackrest-package-"));
  const copies = [join(base, "one"), join(base, "another-folder", "two")] as const;
  const prefix = join(base, "prefix");
  const env = {
    PATH: `${join(prefix, "bin")}:${process.env.PATH}`,
    HOME: join(base, "home"),
    npm_config_cache: join(base, "cache"),
    npm_config_registry: "http://127.0.0.1:9",
    npm_config_update_notifier: "false",
  };
  const succeed = (command: string, args: readonly string[], options: Parameters<typeof run>[2] = {}) => {
    const { status, stdout, stderr } = run(command, args, { env, ...options });
    expect(status, `${command} ${args.join(" ")}\n${stderr}`).to.equal(0);
    return stdout;
  };

  const first = new RegExp(`^expand-pgbackrest ${version}\n`);

  const tarballOf = (copy: string) => join(copy, `expand-pgbackrest-${version}.tgz`);

  before(() => {
    mkdirSync(join(base, "home"));
    for (const copy of copies) {
      mkdirSync(copy, { recursive: true });
      const files = "git ls-files -z --cached --others --exclude-standard | xargs -0 tar -c --ignore-failed-read";
      succeed("bash", ["-c", `${files} | tar -x -C "$0"`, copy], { cwd: root });
      // Hard links: of a symbolic link, the place that it leads to would be in the names of libraries.
      succeed("bash", ["-c", 'cp -al "$0" "$1" || cp -a "$0" "$1"', join(root, "node_modules"), copy]);
      const zone = { TZ: copy === copies[0] ? "UTC" : "Asia/Tokyo" };
      succeed("npm", ["pack", "--silent", "--offline"], { cwd: copy, env: { ...env, ...zone } });
    }
    succeed("npm", ["install", "--global", "--prefix", prefix, "--offline", "--silent", tarballOf(copies[0])]);
  });
  after(() => rmSync(base, { recursive: true }));

  for (const file of readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" }).filter((name) =>
    /^(expand-pgbackrest\.(cjs|cache)|(kpt|start)\.cjs|THIRD-PARTY-LICENSES\.txt)$/.test(name),
  ))
    it(`has the same ${file} wherever it is built`, () => {
      const [one, two] = copies.map((copy) => readFileSync(join(copy, "dist", file)));
      expect(one !== undefined && two !== undefined && one.equals(two)).to.equal(true);
    });

  it("has the same SBOM, and is the same archive", () => {
    for (const file of [(copy: string) => join(copy, "dist/sbom.cdx.json"), tarballOf]) {
      const [one, two] = copies.map((copy) => readFileSync(file(copy)));
      expect(one !== undefined && two !== undefined && one.equals(two), file(copies[0])).to.equal(true);
    }
  });

  it("has an SBOM as CycloneDX's own schema asks for", () => {
    const library = createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json");
    const schema = (name: string) =>
      JSON.parse(readFileSync(join(dirname(library), "res/schema", `${name}.SNAPSHOT.schema.json`), "utf8"));
    const ajv = new Ajv({ strict: false, formats: { "iri-reference": true, "idn-email": true } });
    formats.default(ajv);
    for (const name of ["spdx", "jsf-0.82"])
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    const valid = ajv.compile(schema("bom-1.5"));
    const installed = join(prefix, "lib/node_modules/expand-pgbackrest/dist/sbom.cdx.json");
    const sbom = JSON.parse(readFileSync(installed, "utf8"));
    expect(sbom.specVersion).to.equal("1.5");
    expect([valid(sbom), valid.errors]).to.deep.equal([true, null]);
    expect(valid({ ...sbom, components: [{ name: "nothing" }] })).to.equal(false);
  });

  it("runs from an empty prefix, with its licences beside it", () => {
    expect(succeed("expand-pgbackrest", ["--version"])).to.match(first);
    expect(succeed("expand-pgbackrest", ["check", join(root, "tutorials/retention/postgresql.yaml")])).not.to.equal("");
    const dist = readdirSync(join(prefix, "lib/node_modules/expand-pgbackrest/dist")).sort();
    expect(dist).to.deep.equal(
      [
        ...["THIRD-PARTY-LICENSES.txt", "expand-pgbackrest.cache", "expand-pgbackrest.cjs"],
        ...["kpt.cjs", "sbom.cdx.json", "start.cjs", "types"],
      ].sort(),
    );
  });

  it("runs with npx", () => {
    const args = ["--yes", "--offline", `--package=${tarballOf(copies[0])}`, "--", "expand-pgbackrest", "--version"];
    expect(succeed("npx", args, { cwd: join(base, "home") })).to.match(first);
  });

  it("is a plugin of kubectl", function () {
    const kubectl = requireTool(this, "kubectl", kubectls().at(-1));
    expect(succeed(kubectl, ["expand-pgbackrest", "--version"])).to.match(first);
  });

  it("has a page for man", function () {
    const man = requireTool(this, "man", which("man"));
    const path = { MANPATH: join(prefix, "share/man"), MANWIDTH: "100" };
    expect(succeed(man, ["-P", "cat", "expand-pgbackrest"], { env: { ...env, ...path } })).to.match(
      /expand-pgbackrest/,
    );
  });
});
