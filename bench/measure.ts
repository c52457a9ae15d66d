import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one run of a program cost: CPU seconds (user and system), wall-clock seconds, and peak memory in MB. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
}

/** One run of a program: the command, the file that it reads as standard input, and how it has to end (0 if that is not said). */
export interface Run {
  readonly command: readonly string[];
  readonly input: string;
  readonly status?: number;
}

/** Bash measures the time, in milliseconds. GNU time measures the memory; its times have only hundredths. It costs about 1 ms itself. */
const script = `
cat -- "$0" | {
  TIMEFORMAT='%3U %3S %3R'
  time /usr/bin/time -q -o "$MEASURED/memory" -f %M "$@" 2> "$MEASURED/errors"
} 2> "$MEASURED/times" | cat > /dev/null
exit "\${PIPESTATUS[1]}"`;

/** Runs a command with pipes as standard input and output, as hosts do, and reads its output to the end. Throws if it ends in another way. */
export function measure({ command, input, status: expected = 0 }: Run): Cost {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  try {
    const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env; // costs a tenth of a second at every start of node
    const { status } = spawnSync("bash", ["-c", script, input, ...command], {
      env: { ...env, LC_ALL: "C", MEASURED: folder },
    });
    if (status !== expected)
      throw new Error(`${command.join(" ")} ended with ${status}: ${read("errors").slice(0, 500)}`);
    const [user = 0, system = 0, wall = 0] = read("times").trim().split(" ").map(Number);
    return { cpu: user + system, wall, memory: (Number(read("memory")) * 1024) / 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A round that takes longer, in seconds, is the last one: what takes minutes needs no median. */
const longRound = 60;

/** What several rounds of one run cost: the medians, and the CPU seconds of each round. */
export interface Costs extends Cost {
  readonly cpuOfRounds: readonly number[];
}

/** Measures several runs in turn, `rounds` times, so that a busy moment of the machine affects all of them. */
export function interleaved<Name extends string>(
  runs: ReadonlyMap<Name, Run>,
  rounds: number,
): ReadonlyMap<Name, Costs> {
  const costs = new Map<Name, Cost[]>([...runs.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    for (const [name, run] of runs) costs.get(name)?.push(measure(run));
    if (performance.now() - start > longRound * 1000) break;
  }
  return new Map(
    [...costs].map(([name, list]) => [
      name,
      {
        cpu: median(list.map(({ cpu }) => cpu)),
        wall: median(list.map(({ wall }) => wall)),
        memory: median(list.map(({ memory }) => memory)),
        cpuOfRounds: list.map(({ cpu }) => cpu),
      },
    ]),
  );
}

/**
 * The median of what each round gives: a machine that is fast in one minute and slow in the next changes all CPU times of a round alike, but not
 * their ratios.
 */
export function medianOfRounds(costs: readonly Costs[], ofRound: (...cpu: readonly number[]) => number): number {
  const [first, ...others] = costs.map(({ cpuOfRounds }) => cpuOfRounds);
  if (first === undefined) return Number.NaN;
  return median(first.map((cpu, round) => ofRound(cpu, ...others.map((list) => list[round] ?? Number.NaN))));
}

/** The median: the middle number, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
