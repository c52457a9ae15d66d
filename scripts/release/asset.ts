/** A file that is attached to a release, by name. */
export interface Asset {
  readonly name: string;
  /** In lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The repository, of which each release is a tag. */
export const repository = "https://github.com/cybertec-postgresql/expand-pgbackrest";

/** Where a file of a release can be downloaded. */
export const downloadUrl = (version: string, file: string): string =>
  `${repository}/releases/download/v${version}/${file}`;

/** The digest of one file. @throws {Error} If it is not among them. */
export function digestOf(assets: readonly Asset[], file: string): string {
  const asset = assets.find(({ name }) => name === file);
  if (asset === undefined) throw new Error(`${file} is not among the files of the release.`);
  return asset.sha256;
}

/** What `sha256sum --check` reads: a line for each file, by name. */
export const checksums = (assets: readonly Asset[]): string =>
  [...assets]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join("");
