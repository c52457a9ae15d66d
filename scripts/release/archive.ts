import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** A file of an archive: where it is, and its name there. */
export interface Member {
  readonly file: string;
  readonly name: string;
  readonly executable: boolean;
}

/** A .tar.gz with these files, and nothing else of this machine: no times, no owners. The same files give the same bytes. Needs GNU tar. */
export function archive(members: readonly Member[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "expand-pgbackrest-archive-"));
  try {
    for (const { file, name, executable } of members) {
      copyFileSync(file, join(folder, name));
      chmodSync(join(folder, name), executable ? 0o755 : 0o644);
    }
    const same = ["--format=ustar", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--sort=name"];
    const names = members.map(({ name }) => name);
    const tar = execFileSync("tar", ["-C", folder, ...same, "-c", ...names], { maxBuffer: 1 << 30 });
    return gzipSync(tar, { level: 9 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
