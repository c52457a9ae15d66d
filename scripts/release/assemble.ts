import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { archive } from "./archive.ts";
import { type Asset, checksums } from "./asset.ts";
import { homebrewFormula } from "./homebrew-formula.ts";
import { krewManifest } from "./krew-manifest.ts";
import { releaseNotes } from "./notes.ts";
import { platforms } from "./platforms.ts";

/*
 * `tsx scripts/release/assemble.ts v1.2.3`: makes dist/release of what was built before: the executables and the SBOM as they are, an archive of
 * each executable for package managers, the manifests of krew and Homebrew, SHA256SUMS of all of these, and the notes, which are the text of the
 * release. The same input gives the same bytes. `--dist` names another folder than dist, `--changelog` another file.
 */
const root = resolve(import.meta.dirname, "../..");
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    dist: { type: "string", default: join(root, "dist") },
    changelog: { type: "string", default: join(root, "CHANGELOG.md") },
  },
});
const version = (positionals[0] ?? "").replace(/^v/, "");
const notes = releaseNotes(readFileSync(values.changelog, "utf8"), version);
if (notes === undefined) throw new Error(`${values.changelog} has no section \`## ${version}\` that says something.`);

const release = join(values.dist, "release");
rmSync(release, { recursive: true, force: true });
mkdirSync(release, { recursive: true });
const licenses = [
  { file: join(root, "LICENSE"), name: "LICENSE", executable: false },
  { file: join(values.dist, "THIRD-PARTY-LICENSES.txt"), name: "THIRD-PARTY-LICENSES.txt", executable: false },
  { file: join(values.dist, "executables", "NODE-LICENSE.txt"), name: "NODE-LICENSE.txt", executable: false },
];
const assets: Asset[] = [];

function attach(name: string, content: Buffer | string): void {
  writeFileSync(join(release, name), content);
  assets.push({ name, sha256: createHash("sha256").update(content).digest("hex") });
}

for (const { executable, program, archive: name } of platforms) {
  const file = join(values.dist, "executables", executable);
  attach(executable, readFileSync(file));
  attach(name, archive([{ file, name: program, executable: true }, ...licenses]));
}
attach("sbom.cdx.json", readFileSync(join(values.dist, "sbom.cdx.json")));
attach("expand-pgbackrest.yaml", krewManifest(version, assets));
attach("expand-pgbackrest.rb", homebrewFormula(version, assets));
for (const { file, name } of licenses.slice(1)) attach(name, readFileSync(file));
writeFileSync(join(release, "SHA256SUMS"), checksums(assets));
writeFileSync(join(release, "notes.md"), notes);
