import { newestVersion, releaseNotes } from "./notes.ts";

/** What names the version, and must agree before anything is published. */
export interface Versioned {
  /** Such as `v1.2.3`. */
  readonly tag: string;
  /** Of package.json. */
  readonly version: string;
  /** Of src/version.ts, which the program prints. */
  readonly program: string;
  readonly changelog: string;
  /** The texts of files from which users copy a version, by path. */
  readonly documents: Readonly<Record<string, string>>;
}

/** The files from which users copy a version of this project. */
export const documentPaths: readonly string[] = [
  "README.md",
  "docs/ci.md",
  "templates/check/template.yml",
  "tekton/expand-pgbackrest-check.yaml",
];

/** How such files name it: the ref of an action, of a pre-commit repository, of a file at GitHub; a package, an image, or the default of an input. */
const references =
  /(?:expand-pgbackrest@v?|expand-pgbackrest:|expand-pgbackrest\/v|\brev: v|\bdefault: ")(\d+\.\d+\.\d+(?:-[\w.]+)?)/g;

/** Every version of this project that a text names. */
export const referencedVersions = (text: string): readonly string[] =>
  [...text.matchAll(references)].map(([, version = ""]) => version);

/** What keeps a tag from being released, in sentences; nothing if all agree. */
export function versionProblems({ tag, version, program, changelog, documents }: Versioned): readonly string[] {
  const problems: string[] = [];
  if (tag !== `v${version}`)
    problems.push(
      `The tag is ${tag}, and package.json says ${version}. Tag the commit whose package.json has the version.`,
    );
  if (program !== version) problems.push(`src/version.ts says ${program}, and package.json ${version}.`);
  if (releaseNotes(changelog, version) === undefined)
    problems.push(`CHANGELOG.md has no section \`## ${version}\` that says something. Rename \`## Unreleased\`.`);
  else if (newestVersion(changelog) !== version)
    problems.push(`CHANGELOG.md has a newer version than ${version} above it: ${newestVersion(changelog)}.`);
  for (const [path, text] of Object.entries(documents)) {
    const found = referencedVersions(text);
    if (found.length === 0 && path !== "README.md") problems.push(`${path} names no version.`);
    for (const other of new Set(found.filter((name) => name !== version)))
      problems.push(`${path} names ${other}, not ${version}.`);
  }
  return problems;
}

/** What a version is published under: tags of the image, and the dist-tag of npm. A pre-release is never what people get who ask for none. */
export function publishedTags(version: string): { readonly image: readonly string[]; readonly npm: string } {
  return version.includes("-") ? { image: [version], npm: "next" } : { image: [version, "latest"], npm: "latest" };
}
