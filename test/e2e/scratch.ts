import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

/** Where scenarios keep their files: in memory where there is room, because databases and repositories wait for disks a lot. */
export const scratch = roomIn("/dev/shm") > 2 ** 31 ? "/dev/shm" : tmpdir();

function roomIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
