import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { makeList } from "./lists.ts";

const root = resolve(import.meta.dirname, "..");

/** Programs that read a ResourceList and write one. Those that copy do not parse the list: they are the lower bound. */
export type Program = "this function" | "node copying" | "node copying, synchronously" | "kpt-functions" | "Go kyaml";

/** The built function. */
export const ours = [process.execPath, join(root, "dist", "expand-pgbackrest.cjs")] as const;

/**
 * The commands to compare. With `append`, kpt-functions and Go add, for every cluster, ready-made copies of the objects that this function
 * adds for such a cluster; they do not build, check or own anything. `heavy: false` omits what takes minutes and gigabytes for a long list.
 */
export function programs(
  cache: string,
  { append, heavy }: { readonly append: boolean; readonly heavy: boolean },
): ReadonlyMap<Program, readonly string[]> {
  const peer = (file: string) => [process.execPath, join(import.meta.dirname, "peers", file)];
  const objects = append ? objectsPerCluster(cache) : undefined;
  const go = heavy ? goProgram(cache) : undefined;
  return new Map<Program, readonly string[]>([
    ["this function", ours],
    ["node copying", peer("copy.cjs")],
    ["node copying, synchronously", peer("copy-synchronously.cjs")],
    ...(heavy ? [["kpt-functions", [...peer("kpt-functions.cjs"), ...(objects ? [objects.json] : [])]] as const] : []),
    ...(go === undefined ? [] : [["Go kyaml", [go, ...(objects ? [objects.yaml] : [])]] as const]),
  ]);
}

function goProgram(cache: string): string | undefined {
  const binary = join(cache, "go-peer");
  const { error, status, stderr } = spawnSync("go", ["build", "-o", binary, "."], {
    cwd: join(import.meta.dirname, "peers", "go"),
    encoding: "utf8",
  });
  if (error !== undefined) return existsSync(binary) ? binary : undefined; // Go is not installed
  if (status !== 0) throw new Error(`The Go peer cannot be built: ${stderr}`);
  return binary;
}

/** Writes files with the objects that this function makes for a cluster in S3 and for one on a volume, keyed by storage. */
function objectsPerCluster(cache: string): { readonly json: string; readonly yaml: string } {
  const { stdout, status } = spawnSync(ours[0], [ours[1]], { input: makeList(50, { expand: true }), encoding: "utf8" });
  if (status !== 0) throw new Error(`The function ended with ${status} on the list of the benchmark.`);
  const items: readonly unknown[] = parse(stdout).items;
  const of = (owner: string) => items.filter((item) => JSON.stringify(item).includes(`/owner":"${owner}"`));
  const objects = { s3: of("pg-0"), pvc: of("pg-40") };
  const [json, yaml] = [join(cache, "objects.json"), join(cache, "objects.yaml")];
  writeFileSync(json, JSON.stringify(objects));
  writeFileSync(yaml, stringify(objects, { lineWidth: 0, aliasDuplicateObjects: false }));
  return { json, yaml };
}
