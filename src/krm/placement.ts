import type { KubernetesObject } from "@kubernetes/client-node";
import type { ListText } from "./list-text.ts";
import { indexAnnotations, pathAnnotations, type ResourceHead } from "./resource.ts";

const suffix = "-pgbackrest.yaml";

/** The file that new objects of a cluster go to, and the pairs of annotations, for path and index, that say so. */
export interface NewFile {
  readonly path: string;
  readonly keys: ReadonlyArray<readonly [path: string, index: string]>;
}

/** Assigns files to new objects. */
export interface Placer {
  /** Undefined if the cluster itself has no file, as with kustomize. */
  readonly fileOf: (owner: ResourceHead) => NewFile | undefined;
  /** Takes free indexes of a file; returns the first. */
  readonly take: (path: string, count: number) => number;
}

/**
 * New objects go to `<cluster>-pgbackrest.yaml` beside the cluster's own file, each with an index of its own. The spellings of the
 * annotations are those that the cluster carries. `owners` are all clusters that may get objects; `taken` is asked once, for the first
 * free index of every file that is there.
 */
export function placer(owners: readonly ResourceHead[], taken: () => ReadonlyMap<string, number>): Placer {
  let namesakes: ReadonlySet<string> | undefined;
  let free: Map<string, number> | undefined;
  return {
    fileOf(owner) {
      const keys = keysOf(owner);
      if (keys === undefined) return undefined;
      namesakes ??= namesakesOf(owners);
      const directory = directoryOf(owner);
      const shared = namesakes.has(directory + owner.name) && owner.namespace !== "";
      return { path: `${directory}${shared ? `${owner.namespace}-` : ""}${owner.name}${suffix}`, keys };
    },
    take(path, count) {
      free ??= new Map(taken());
      const first = free.get(path) ?? 0;
      free.set(path, first + count);
      return first;
    },
  };
}

const bothKeys = pathAnnotations.map((path, at) => [path, indexAnnotations[at] ?? ""] as const);

/** The pairs of annotations that a resource has. It is the same list for all resources that have the same. */
const keysOf = ({ annotations }: ResourceHead): NewFile["keys"] | undefined =>
  keyChoices.find((keys) => keys.every(([path]) => annotations[path] !== undefined));
const keyChoices = [bothKeys, bothKeys.slice(0, 1), bothKeys.slice(1)] as const;

/** The object with the annotations that put it into a file. */
export function inFile(object: KubernetesObject, { path, keys }: NewFile, index: number): KubernetesObject {
  const annotations: Record<string, string> = { ...object.metadata?.annotations };
  for (const [pathKey, indexKey] of keys) {
    annotations[pathKey] = path;
    annotations[indexKey] = String(index);
  }
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function directoryOf({ annotations }: ResourceHead): string {
  const path = annotations[pathAnnotations[0]] ?? annotations[pathAnnotations[1]] ?? "";
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Directory and name of clusters that share both with a cluster of another namespace. */
function namesakesOf(owners: readonly ResourceHead[]): ReadonlySet<string> {
  const namespaces = new Map<string, string>();
  const shared = new Set<string>();
  for (const owner of owners) {
    const key = directoryOf(owner) + owner.name;
    if ((namespaces.get(key) ?? owner.namespace) !== owner.namespace) shared.add(key);
    namespaces.set(key, owner.namespace);
  }
  return shared;
}

/**
 * For every file with our kind of name: one more than the highest index of its items, ours or not. `positions` are those of the items to
 * look at; what does not mention pgbackrest is in no such file.
 */
export function freeIndexes({ bytes, item }: ListText, positions: readonly number[]): ReadonlyMap<string, number> {
  const free = new Map<string, number>();
  for (const position of positions) {
    const { start, end } = item(position);
    const text = bytes.toString("utf8", start, end);
    if (!text.includes(suffix)) continue;
    const path = /config\.kubernetes\.io\/path["']?:\s*["']?([^"'\n]{0,4096}-pgbackrest\.yaml)/.exec(text)?.[1];
    const index = /config\.kubernetes\.io\/index["']?:\s*["']?(\d+)/.exec(text)?.[1] ?? "0";
    if (path !== undefined) free.set(path, Math.max(free.get(path) ?? 0, Number(index) + 1));
  }
  return free;
}
