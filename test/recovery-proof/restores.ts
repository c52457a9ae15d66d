import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { clockIn } from "./clock.ts";
import { startDatabase } from "./database.ts";
import { must, owner } from "./processes.ts";
import { optionsIn } from "./simulation.ts";

/** What is to be restored: a moment, in seconds since 1970, or a backup as it is. */
export type Target = { readonly to: number } | { readonly set: string };

/** What a restore gave: the last row of the table `moments` then, or why there is no such database. */
export type Restored = { readonly row: number } | { readonly failure: string };

/** Restores beside the simulation's own database. */
export async function restore(folder: string, library: string, target: Target): Promise<Restored> {
  const restored = mkdtempSync(join(folder, "restored-"));
  const data = join(restored, "data");
  mkdirSync(data, { mode: 0o700 });
  if (owner !== undefined) for (const path of [restored, data]) chownSync(path, owner.user, owner.group);
  try {
    await must("pgbackrest", [...optionsIn(folder), `--pg1-path=${data}`, ...targetOptions(target), "restore"]);
    const database = await startDatabase(restored, clockIn(restored, library), {
      archive_mode: "off",
      // Nobody gets in before the end of recovery.
      hot_standby: "off",
    });
    const row = Number(await database.sql("select max(at) from moments"));
    await database.stop();
    return { row };
  } catch (error) {
    const log = join(restored, "server.log");
    return { failure: `${error}\n${existsSync(log) ? readFileSync(log, "utf8") : ""}` };
  } finally {
    rmSync(restored, { recursive: true });
  }
}

const targetOptions = (target: Target): readonly string[] => [
  "--target-action=promote",
  ...("to" in target ? ["--type=time", `--target=${sqlTime(target.to)}`] : ["--type=immediate", `--set=${target.set}`]),
];

const sqlTime = (moment: number) => `${new Date(moment * 1000).toISOString().slice(0, 19).replace("T", " ")}+00`;
