import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a run of a program cost: CPU seconds of user and system, wall seconds, and the most memory it held, in MB. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
}

/** Bash counts the time, in milliseconds; GNU time, which knows the memory, counts only hundredths. It costs about 1 ms itself. */
const script = `
cat -- "$0" | {
  TIMEFORMAT='%3U %3S %3R'
  time /usr/bin/time -q -o "$MEASURED/memory" -f %M "$@" 2> "$MEASURED/errors"
} 2> "$MEASURED/times" | cat > /dev/null
exit "\${PIPESTATUS[1]}"`;

/** Runs a command with pipes as standard input and output, as hosts do; its output is read to the end. Throws where it fails. */
export function measure(command: readonly string[], inputFile: string): Cost {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  try {
    const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env; // costs every start of node a tenth of a second
    const { status } = spawnSync("bash", ["-c", script, inputFile, ...command], {
      env: { ...env, LC_ALL: "C", MEASURED: folder },
    });
    if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${read("errors").slice(0, 500)}`);
    const [user = 0, system = 0, wall = 0] = read("times").trim().split(" ").map(Number);
    return { cpu: user + system, wall, memory: (Number(read("memory")) * 1024) / 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs several commands in turn, `runs` times, so that a busy moment of the machine hits all of them; gives the medians. */
export function interleaved<Name extends string>(
  commands: ReadonlyMap<Name, readonly string[]>,
  inputFile: string,
  runs: number,
): ReadonlyMap<Name, Cost> {
  const costs = new Map<Name, Cost[]>([...commands.keys()].map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const [name, command] of commands) costs.get(name)?.push(measure(command, inputFile));
  }
  return new Map(
    [...costs].map(([name, list]) => [
      name,
      {
        cpu: median(list.map(({ cpu }) => cpu)),
        wall: median(list.map(({ wall }) => wall)),
        memory: median(list.map(({ memory }) => memory)),
      },
    ]),
  );
}

/** The middle of some numbers; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
