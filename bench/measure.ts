import { spawnSync } from "node:child_process";

/** What a run of a program cost: CPU seconds of user and system, wall seconds, and the most memory it held, in MB. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
}

/** Runs a command with a file as standard input and a pipe that is read to its end as standard output, as hosts do. Needs GNU time. */
export function measure(command: readonly string[], inputFile: string): Cost {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env; // costs every start of node a tenth of a second
  const line = `set -o pipefail; /usr/bin/time -f '%U %S %e %M' "$@" < "$0" | cat > /dev/null`;
  const { stderr, status } = spawnSync("bash", ["-c", line, inputFile, ...command], { encoding: "utf8", env });
  const [user = 0, system = 0, wall = 0, kilobytes = 0] = (stderr.trim().split("\n").at(-1) ?? "")
    .split(" ")
    .map(Number);
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr.slice(0, 500)}`);
  return { cpu: user + system, wall, memory: kilobytes / 1024 };
}

/** Runs several commands in turn, `runs` times, so that a busy moment of the machine hits all of them; gives the medians. */
export function interleaved(
  commands: Readonly<Record<string, readonly string[]>>,
  inputFile: string,
  runs: number,
): Readonly<Record<string, Cost>> {
  const costs = new Map<string, Cost[]>();
  for (let run = 0; run < runs; run += 1) {
    for (const [name, command] of Object.entries(commands))
      costs.set(name, [...(costs.get(name) ?? []), measure(command, inputFile)]);
  }
  return Object.fromEntries(
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

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
