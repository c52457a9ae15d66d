import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Step, terminalPicture } from "./terminal-picture.ts";

const root = resolve(import.meta.dirname, "..");
const program = join(root, "dist/expand-pgbackrest.cjs");

/** What the README shows first: a mistake in tutorials/s3 is found, mended, and what can be restored then. Needs the built program and kustomize. */
export function terminalDemo(): string {
  const work = mkdtempSync(join(tmpdir(), "terminal-"));
  const folder = join(work, "tutorials/s3");
  try {
    for (const each of ["tutorials/s3", "fn-config"]) cpSync(join(root, each), join(work, each), { recursive: true });
    const resource = join(folder, "postgresql.yaml");
    writeFileSync(resource, readFileSync(resource, "utf8").replace("retention-full", "retension-full"));
    const step = (command: string, hidden: readonly string[] = []): Step => {
      const { stdout, stderr } = spawnSync(process.execPath, [program, ...command.split(" "), ...hidden], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, FORCE_COLOR: "1" },
      });
      return { command: `expand-pgbackrest ${command}`, output: stdout + stderr };
    };
    return terminalPicture(
      "expand-pgbackrest finds an option that has no effect, mends it, and says what can be restored",
      [step("check -k ."), step("check -k . --fix"), step("plan -k .", ["--now", "2026-03-01T12:00:00Z"])],
      118,
    );
  } finally {
    rmSync(work, { recursive: true });
  }
}
