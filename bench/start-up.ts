import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { measure, median } from "./measure.ts";

const starts = 20;
/** What npm installs as the command, and the image runs. */
const program = resolve(import.meta.dirname, "..", "dist", "start.cjs");
const file = resolve(import.meta.dirname, "..", "scripts", "data", "example-list.yaml");

/**
 * The CPU time to expand one cluster, as a multiple of that of `node -e 0`: the median ratio of pairs that run one after the other. A single
 * start is too short for the clock, so each side of a pair is 20 starts.
 */
export function startUpRatio(pairs: number): number {
  const loop = join(import.meta.dirname, "start-often.sh");
  const often = (...command: readonly string[]) =>
    measure({ command: ["bash", loop, String(starts), file, ...command], input: file }).cpu;
  return median(
    Array.from({ length: pairs }, () => often(process.execPath, program) / often(process.execPath, "-e", "0")),
  );
}

const image = "ghcr.io/cybertec-postgresql/expand-pgbackrest:latest";

/** The same in the container, with the Node of the image on both sides; undefined where there is no Docker, or no such image. */
export function containerStartUpRatio(pairs: number): number | undefined {
  try {
    execFileSync("docker", ["image", "inspect", image], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const harness = join(import.meta.dirname, "peers", "start-in-container.cjs");
  const often = (...command: readonly string[]) => {
    const mounts = ["-v", `${harness}:/start.cjs:ro`, "-v", `${file}:/list.yaml:ro`];
    const args = ["run", "--rm", "--network", "none", ...mounts, "--entrypoint", "node", image, "/start.cjs"];
    return Number(execFileSync("docker", [...args, String(starts), "/list.yaml", ...command], { encoding: "utf8" }));
  };
  return median(
    Array.from({ length: pairs }, () => often("node", "/app/expand-pgbackrest.cjs") / often("node", "-e", "0")),
  );
}
