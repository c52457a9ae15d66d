import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { platforms } from "../../scripts/release/platforms.ts";
import { type Workspace, workspace } from "../hosts/example.ts";
import { requireTool, root, run, which } from "../tools.ts";
import { installed } from "../workflows/tools.ts";

const tsx = join(root, "node_modules/.bin/tsx");
const assembled = [
  ...platforms.flatMap(({ executable, archive }) => [executable, archive]),
  "NODE-LICENSE.txt",
  "SHA256SUMS",
  "THIRD-PARTY-LICENSES.txt",
  "expand-pgbackrest.yaml",
  "expand-pgbackrest.rb",
  "notes.md",
  "sbom.cdx.json",
].sort();

const changelog = `# Changelog

## Unreleased

- Is not yet there.

## 1.2.3 (2026-11-28)

- Finds a "mistake", \`$(more)\`.

### To note

- None.

## 1.2.2

- Older.
`;

describe("scripts/release/assemble.ts", function () {
  this.timeout(240_000);
  let work: Workspace;
  before(() => {
    work = workspace();
    for (const dist of ["one", "two"]) {
      work.write(`${dist}/THIRD-PARTY-LICENSES.txt`, "yaml 1 (ISC)\n");
      work.write(`${dist}/executables/NODE-LICENSE.txt`, "Node\n");
      work.write(`${dist}/sbom.cdx.json`, "{}\n");
      for (const { executable, name } of platforms) {
        work.write(`${dist}/executables/${executable}`, `#!/bin/sh\necho "1.2.3 for ${name}: $*"\n`);
        chmodSync(work.path(dist, "executables", executable), 0o755);
      }
    }
    work.write("CHANGELOG.md", changelog);
    for (const dist of ["one", "two"]) assemble(dist);
  });
  after(() => work.remove());

  const assemble = (dist: string, tag = "v1.2.3", expected = 0) => {
    const args = ["--dist", work.path(dist), "--changelog", work.path("CHANGELOG.md"), tag];
    const { status, stderr } = run(tsx, [join(root, "scripts/release/assemble.ts"), ...args], {
      env: { TZ: dist === "one" ? "UTC" : "Asia/Tokyo", LC_ALL: dist === "one" ? "C" : "C.UTF-8" },
    });
    expect(status, stderr).to.equal(expected);
    return stderr;
  };
  const file = (name: string) => work.path("one", "release", name);

  it("makes these files, twice the same bytes", () => {
    for (const dist of ["one", "two"]) expect(readdirSync(work.path(dist, "release")).sort()).to.deep.equal(assembled);
    for (const name of assembled)
      expect(readFileSync(file(name)).equals(readFileSync(work.path("two", "release", name))), name).to.equal(true);
  });

  it("has a digest of every file that is published, which sha256sum accepts", () => {
    const { status, stdout } = run("sha256sum", ["--check", "--strict", "SHA256SUMS"], {
      cwd: work.path("one", "release"),
    });
    expect(status).to.equal(0);
    const named = stdout.trim().split("\n");
    expect(named).to.deep.equal(
      assembled.filter((name) => name !== "SHA256SUMS" && name !== "notes.md").map((name) => `${name}: OK`),
    );
  });

  it("archives the program with its licenses, without anything of this machine", () => {
    for (const { archive, program } of platforms) {
      const { stdout } = run("tar", ["--utc", "--full-time", "-tvzf", file(archive)]);
      const rows = stdout.trim().split("\n");
      expect(rows.map((row) => row.replace(/ +\d+ /, " ")).sort()).to.deep.equal(
        [
          `-rw-r--r-- 0/0 1970-01-01 00:00:00 LICENSE`,
          `-rw-r--r-- 0/0 1970-01-01 00:00:00 NODE-LICENSE.txt`,
          `-rw-r--r-- 0/0 1970-01-01 00:00:00 THIRD-PARTY-LICENSES.txt`,
          `-rwxr-xr-x 0/0 1970-01-01 00:00:00 ${program}`,
        ].sort(),
      );
      expect(readFileSync(file(archive)).subarray(4, 8), "no time in gzip's head").to.deep.equal(Buffer.alloc(4));
    }
  });

  it("takes the notes from the changelog, and refuses a version without any", () => {
    expect(readFileSync(file("notes.md"), "utf8")).to.equal(
      '- Finds a "mistake", `$(more)`.\n\n### To note\n\n- None.\n',
    );
    expect(assemble("two", "v1.2.4", 1)).to.include("has no section `## 1.2.4`");
    assemble("two");
  });

  it("writes a manifest that krew accepts, and from which it installs a plugin that runs", function () {
    const validator = installed(this, "bin/validate-krew-manifest");
    const krew = installed(this, "bin/krew");
    const manifest = file("expand-pgbackrest.yaml");
    const checked = run(validator, ["-manifest", manifest, "-skip-install"]);
    expect(checked.status, checked.stderr).to.equal(0);
    const here = platforms.find(({ name }) => name === `linux-${process.arch}`);
    expect(here, "a platform like this machine").not.to.equal(undefined);
    const env = { KREW_ROOT: work.path("krew"), KREW_NO_UPGRADE_CHECK: "1" };
    const args = ["install", `--manifest=${manifest}`, `--archive=${file(here?.archive ?? "")}`];
    const plugged = run(krew, args, { env });
    expect(plugged.status, plugged.stderr).to.equal(0);
    const plugin = run(work.path("krew", "bin", "kubectl-expand_pgbackrest"), ["check"]);
    expect(plugin.stdout).to.equal(`1.2.3 for linux-${process.arch}: check\n`);
    writeFileSync(file("other.tar.gz"), readFileSync(file(here?.archive ?? "")).subarray(1));
    const refused = run(krew, [...args.slice(0, 2), `--archive=${file("other.tar.gz")}`], {
      env: { ...env, KREW_ROOT: work.path("krew-2") },
    });
    expect(refused.stderr).to.include("checksum does not match");
  });

  it("tells krew where each platform's archive is, and its digest", () => {
    const { metadata, spec } = parse(readFileSync(file("expand-pgbackrest.yaml"), "utf8"));
    expect(metadata).to.deep.equal({ name: "expand-pgbackrest" });
    expect(spec.version).to.equal("v1.2.3");
    const sums = readFileSync(file("SHA256SUMS"), "utf8");
    for (const { uri, sha256 } of spec.platforms) {
      const [, name] = /\/releases\/download\/v1\.2\.3\/([^/]+)$/.exec(uri) ?? [];
      expect(sums).to.include(`${sha256}  ${name}\n`);
    }
  });

  /** Reads the formula as Homebrew does, for one system and processor, and prints what it would download. */
  const homebrew = `
    class Formula
      def self.test
      end

      def self.method_missing(name, *args, &block)
        system, cpu = ENV.values_at("SYSTEM", "CPU")
        return (instance_eval(&block) if [system, cpu].include?(name.to_s)) if name.start_with?("on_")
        puts([name, *args].join(" "))
      end
    end
    load ARGV[0]`;

  it("writes a formula that Ruby reads, and that names the archive of each system", function () {
    const ruby = requireTool(this, "ruby", which("ruby"));
    const sums = readFileSync(file("SHA256SUMS"), "utf8");
    for (const [system, cpu, platform] of [
      ["on_macos", "on_arm", "darwin-arm64"],
      ["on_macos", "on_intel", "darwin-x64"],
      ["on_linux", "on_arm", "linux-arm64"],
      ["on_linux", "on_intel", "linux-x64"],
    ] as const) {
      const { status, stdout, stderr } = run(ruby, ["-W", "-e", homebrew, file("expand-pgbackrest.rb")], {
        env: { SYSTEM: system, CPU: cpu },
      });
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      const archive = `expand-pgbackrest-${platform}.tar.gz`;
      expect(stdout).to.equal(`desc Check backups of CYBERTEC PG operator clusters
homepage https://github.com/cybertec-postgresql/expand-pgbackrest
version 1.2.3
license Apache-2.0
url https://github.com/cybertec-postgresql/expand-pgbackrest/releases/download/v1.2.3/${archive}
sha256 ${new RegExp(`^(\\S+) {2}${archive.replaceAll(".", "\\.")}$`, "m").exec(sums)?.[1]}
`);
    }
  });
});
