import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../tools.ts";
import { scratch } from "./scratch.ts";

let template: string | undefined;

/** Makes the files of a new database in a folder. They are the same each time, so this process makes them once and copies them later. */
export function newDatabase(folder: string, make: () => void): void {
  if (template !== undefined) {
    const { status, stderr } = run("cp", ["--archive", `${template}/.`, folder]);
    if (status !== 0) throw new Error(stderr);
    return;
  }
  make();
  const kept = mkdtempSync(join(scratch, "e2e-database-"));
  process.once("exit", () => rmSync(kept, { recursive: true }));
  run("cp", ["--archive", `${folder}/.`, kept]);
  template = kept;
}
