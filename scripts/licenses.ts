import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A library whose code stands in what is built. */
export type BundledPackage = {
  readonly name: string;
  /** Its folder as package-lock.json names it, for example `node_modules/yaml`: a package may stand in that of another. */
  readonly folder: string;
  /** The exact release. */
  readonly version: string;
  /** The identifier in its package.json, such as `MIT`. */
  readonly license: string;
  /** The text of its licence file, with the copyright line that has to go with every copy. */
  readonly text: string;
};

/**
 * The libraries that a bundle is made of, by name.
 * @param modules Paths of all bundled modules, as esbuild's metafile gives them.
 * @throws {Error} If one has no licence file: its code must not be shipped then.
 */
export function bundledPackages(modules: Iterable<string>): readonly BundledPackage[] {
  const folders = new Set<string>();
  for (const module of modules) {
    const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].map(bundledPackage).sort((one, other) => (one.name < other.name ? -1 : 1));
}

function bundledPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  if (file === undefined) throw new Error(`${folder} has no licence file, so its code must not be bundled.`);
  return {
    name,
    folder: folder.slice(folder.indexOf("node_modules/")),
    version,
    license,
    text: readFileSync(join(folder, file), "utf8"),
  };
}

/** The notices that go into the npm package and the image: one part for each library, in full. */
export function licenseNotices(packages: readonly BundledPackage[]): string {
  const line = "-".repeat(80);
  const parts = packages.map(({ name, version, license, text }) => {
    const lines = text
      .trim()
      .split(/\r?\n/)
      .map((each) => each.trimEnd());
    return `${line}\n${name} ${version} (${license})\n\n${lines.join("\n")}\n`;
  });
  return `expand-pgbackrest contains code of these libraries.\n\n${parts.join("\n")}`;
}
