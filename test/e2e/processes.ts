import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Processes that belong to the scenario in a folder: they name it in their command, or have something of it mounted. */
export function processesOf(work: string): readonly Process[] {
  const name = basename(work);
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .map((entry) => ({ pid: Number(entry), command: read(`/proc/${entry}/cmdline`).replaceAll("\0", " ").trim() }))
    .filter(({ pid, command }) => command.includes(name) || read(`/proc/${pid}/mountinfo`).includes(name));
}

/** Waits; throws when it takes more than two minutes. */
export function waitUntil(what: string, condition: () => boolean): void {
  const deadline = Date.now() + 120_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within two minutes: ${what}`);
    pause(10);
  }
}

/** Waits without letting anything else of this process run, as everything in a scenario does. */
export const pause = (milliseconds: number) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

/** A file of a process that may be gone by now. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
