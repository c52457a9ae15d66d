import { join, resolve } from "node:path";
import { measure, median } from "./measure.ts";
import { ours } from "./peers.ts";

const starts = 20;

/**
 * The CPU time to expand one cluster, as a multiple of that of `node -e 0`: the median ratio of pairs that run one after the other. A single
 * start is too short for the clock, so each side of a pair is 20 starts.
 */
export function startUpRatio(pairs: number): number {
  const file = resolve(import.meta.dirname, "..", "scripts", "data", "example-list.yaml");
  const loop = join(import.meta.dirname, "start-often.sh");
  const often = (...command: readonly string[]) =>
    measure({ command: ["bash", loop, String(starts), file, ...command], input: file }).cpu;
  return median(Array.from({ length: pairs }, () => often(...ours) / often(process.execPath, "-e", "0")));
}
