import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";

const root = resolve(import.meta.dirname, "..");

/** Programs that read a ResourceList and write one. Those that copy do not parse the list: they are the lower bound. */
export type Program = "this function" | "node copying" | "node copying, synchronously" | "kpt-functions" | "Go kyaml";

/** The built function, as npm installs it as the command, and the image runs it. */
export const ours = [process.execPath, join(root, "dist", "start.cjs")] as const;

/**
 * The commands to compare. With `append`, a list with clusters, kpt-functions and Go add, for every cluster, ready-made copies of the objects
 * that this function adds for a cluster of that list with the same storage; they do not build, check or own anything. `heavy: false` omits
 * what takes minutes and gigabytes for a long list.
 */
export function programs(
  cache: string,
  { append, heavy }: { readonly append?: string | undefined; readonly heavy: boolean },
): ReadonlyMap<Program, readonly string[]> {
  const peer = (file: string) => [process.execPath, join(import.meta.dirname, "peers", file)];
  const objects = append === undefined ? undefined : objectsPerCluster(cache, append);
  const go = heavy ? goProgram(cache) : undefined;
  return new Map<Program, readonly string[]>([
    ["this function", ours],
    ["node copying", peer("copy.cjs")],
    ["node copying, synchronously", peer("copy-synchronously.cjs")],
    ...(heavy ? [["kpt-functions", [...peer("kpt-functions.cjs"), ...(objects ? [objects.json] : [])]] as const] : []),
    ...(go === undefined ? [] : [["Go kyaml", [go, ...(objects ? [objects.yaml] : [])]] as const]),
  ]);
}

const goProgram = (cache: string) => goBinary(cache, { name: "go-peer", module: "go", package: "." });

/** kubeconform, which checks manifests against their schemas. Undefined where Go is not installed and it was not built before. */
export const kubeconform = (cache: string): string | undefined =>
  goBinary(cache, {
    name: "kubeconform",
    module: "kubeconform",
    package: "github.com/yannh/kubeconform/cmd/kubeconform",
  });

function goBinary(
  cache: string,
  built: { readonly name: string; readonly module: string; readonly package: string },
): string | undefined {
  const binary = join(cache, built.name);
  const { error, status, stderr } = spawnSync("go", ["build", "-o", binary, built.package], {
    cwd: join(import.meta.dirname, "peers", built.module),
    encoding: "utf8",
  });
  if (error !== undefined) return existsSync(binary) ? binary : undefined; // Go is not installed
  if (status !== 0) throw new Error(`${built.name} cannot be built: ${stderr}`);
  return binary;
}

/** What this function prints for a list. */
export function outputFor(list: string): string {
  const { stdout, status } = spawnSync(ours[0], [ours[1]], { input: list, encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`The function ended with ${status} on a list of the benchmark.`);
  return stdout;
}

/**
 * Writes files with the objects that this function makes for the clusters of a list, keyed by the storage of the first repository: those of
 * the cluster with the median number of objects, so that the peers add about as many as this function.
 */
function objectsPerCluster(cache: string, list: string): { readonly json: string; readonly yaml: string } {
  const items: readonly Item[] = parse(outputFor(list)).items;
  const objects = Object.fromEntries(
    [...clustersByStorage(items)].map(([storage, names]) => {
      const sets = names.map((name) => items.filter(({ metadata }) => metadata.labels?.[ownerLabel] === name));
      const sorted = sets.sort((left, right) => left.length - right.length);
      return [storage, sorted[Math.floor(sorted.length / 2)]];
    }),
  );
  const [json, yaml] = [join(cache, "objects.json"), join(cache, "objects.yaml")];
  writeFileSync(json, JSON.stringify(objects));
  writeFileSync(yaml, stringify(objects, { lineWidth: 0, aliasDuplicateObjects: false }));
  return { json, yaml };
}

/** As much of an item as is read here. */
interface Item {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly backup?: { readonly pgbackrest: { readonly repos: readonly { storage: string }[] } } };
}

const ownerLabel = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/owner";

function clustersByStorage(items: readonly Item[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { kind, metadata, spec } of items) {
    const storage = spec?.backup?.pgbackrest.repos[0]?.storage;
    if (kind !== "postgresql" || storage === undefined) continue;
    names.set(storage, [...(names.get(storage) ?? []), metadata.name]);
  }
  return names;
}
