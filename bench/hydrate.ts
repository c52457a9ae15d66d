import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Part } from "./fleets.ts";
import { interleaved, type Run } from "./measure.ts";
import { ours } from "./peers.ts";
import { costTable, ratio } from "./table.ts";

const root = resolve(import.meta.dirname, "..");

/**
 * Hydrates many kustomizations of one cluster each: the CPU time of all its processes beside that of kustomize alone, one folder after the
 * other, in turn. Where the image of the function is here, too, one wall-clock run of kustomize with the container function. Throws if
 * kustomize is missing.
 */
export function hydratePart({ folders, rounds }: { readonly folders: number; readonly rounds: number }): Part {
  const work = mkdtempSync(join(tmpdir(), "bench-hydrate-"));
  try {
    const paths = Array.from({ length: folders }, (_, index) => makeKustomizations(work, index));
    const inWork = (script: string): Run => ({
      command: ["bash", "-c", `cd "$0" && ${script}`, work, ...ours],
      input: "/dev/null",
    });
    const costs = interleaved(
      new Map([
        ["kustomize alone", inWork('for folder in plain/*; do kustomize build "$folder" >/dev/null || exit; done')],
        ["expand-pgbackrest hydrate", inWork('"$@" hydrate plain/* -o "$(mktemp -d out.XXXX)"')],
      ]),
      rounds,
    );
    const together = costs.get("expand-pgbackrest hydrate")?.wall ?? Number.NaN;
    const oneByOne = hasImage()
      ? seconds(() => {
          for (const { withFunction } of paths)
            run("kustomize", ["build", "--enable-alpha-plugins", withFunction], work);
        })
      : undefined;
    return {
      text: costTable(`hydrate: ${folders} kustomizations of one cluster each`, costs, "kustomize alone", [
        oneByOne === undefined
          ? "The image of the function is not here, so kustomize with the container function was not measured."
          : `kustomize with the container function, one by one, takes ${oneByOne.toFixed(1)} s of wall-clock time, ${(oneByOne / together).toFixed(1)} times as long.`,
      ]),
      figures: {
        "hydrate, CPU of all its processes against kustomize alone": ratio(
          costs,
          "expand-pgbackrest hydrate",
          "kustomize alone",
        ),
        "hydrate, faster than kustomize with the container function":
          oneByOne === undefined ? undefined : oneByOne / together,
      },
    };
  } finally {
    rmSync(work, { recursive: true });
  }
}

const hasImage = () => {
  const image = "ghcr.io/cybertec-postgresql/expand-pgbackrest:latest";
  return spawnSync("docker", ["image", "inspect", image]).status === 0;
};

/** Copies the S3 tutorial under another cluster name, with the function as a Component, and without it for hydrate. */
function makeKustomizations(work: string, index: number): { readonly withFunction: string; readonly plain: string } {
  if (index === 0) cpSync(join(root, "fn-config"), join(work, "fn-config"), { recursive: true });
  const text = (file: string) => readFileSync(join(root, "tutorials", "s3", file), "utf8");
  const make = (kind: string, component: string) => {
    const folder = join(kind, `cluster-${index}`);
    mkdirSync(join(work, folder), { recursive: true });
    writeFileSync(join(work, folder, "s3.conf"), text("s3.conf"));
    const named = text("postgresql.yaml").replaceAll("demo", `demo-${index}`);
    writeFileSync(join(work, folder, "postgresql.yaml"), named);
    const kustomization = text("kustomization.yaml").replaceAll("demo", `demo-${index}`);
    writeFileSync(
      join(work, folder, "kustomization.yaml"),
      kustomization.replace("fn-config/component", `fn-config/${component}`),
    );
    return folder;
  };
  return { withFunction: make("with-function", "component"), plain: make("plain", "namereference") };
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const { status, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${error?.message ?? stderr}`);
}
