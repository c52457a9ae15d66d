import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ours } from "./peers.ts";

const root = resolve(import.meta.dirname, "..");

/**
 * A Markdown table that compares two ways to expand many kustomizations of one cluster each: kustomize with the container function, one
 * folder after the other, and one `hydrate`. Wall-clock seconds, one run each. Needs kustomize, docker and the image; throws if one is missing.
 */
export function hydrateTable(folders: number): string {
  const work = mkdtempSync(join(tmpdir(), "bench-hydrate-"));
  try {
    const paths = Array.from({ length: folders }, (_, index) => makeKustomizations(work, index));
    const oneByOne = seconds(() => {
      for (const { withFunction } of paths) run("kustomize", ["build", "--enable-alpha-plugins", withFunction], work);
    });
    const together = seconds(() =>
      run(ours[0], [ours[1], "hydrate", ...paths.map(({ plain }) => plain), "-o", "out"], work),
    );
    return `### hydrate: ${folders} kustomizations of one cluster each

| | wall s | times |
|---|---|---|
| expand-pgbackrest hydrate | ${together.toFixed(1)} | 1 |
| kustomize with the container function, one by one | ${oneByOne.toFixed(1)} | ${(oneByOne / together).toFixed(1)} |

At least 5 times: ${oneByOne / together >= 5 ? "reached" : "MISSED"}.
`;
  } finally {
    rmSync(work, { recursive: true });
  }
}

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
