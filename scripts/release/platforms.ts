/** A platform that has an executable of its own. */
export interface Platform {
  /** As Node and the file names say it: `linux-x64`. */
  readonly name: string;
  /** As Go says it, which krew and Kubernetes ask for: `linux`, `amd64`. */
  readonly os: "linux" | "darwin" | "windows";
  readonly arch: "amd64" | "arm64";
  /** The file that is built: `expand-pgbackrest-win-x64.exe`. */
  readonly executable: string;
  /** What the archive holds the same file as. */
  readonly program: string;
  /** The archive that package managers get. */
  readonly archive: string;
}

const platform = (name: string, os: Platform["os"], arch: Platform["arch"]): Platform => {
  const suffix = os === "windows" ? ".exe" : "";
  return {
    name,
    os,
    arch,
    executable: `expand-pgbackrest-${name}${suffix}`,
    program: `expand-pgbackrest${suffix}`,
    archive: `expand-pgbackrest-${name}.tar.gz`,
  };
};

/** Every platform, in the order of manifests. */
export const platforms: readonly Platform[] = [
  platform("linux-x64", "linux", "amd64"),
  platform("linux-arm64", "linux", "arm64"),
  platform("darwin-x64", "darwin", "amd64"),
  platform("darwin-arm64", "darwin", "arm64"),
  platform("win-x64", "windows", "amd64"),
];
