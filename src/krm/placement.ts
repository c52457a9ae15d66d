import type { KubernetesObject } from "@kubernetes/client-node";
import type { ListText } from "./list-text.ts";
import type { Addition } from "./ownership.ts";
import { indexAnnotations, pathAnnotations } from "./resource.ts";

const suffix = "-pgbackrest.yaml";

/**
 * Gives new objects their file: `<cluster>-pgbackrest.yaml` beside the cluster's own, each with an index of its own. Only where the
 * cluster has a file: kustomize has none. The spellings of the annotations are those that the cluster carries.
 */
export function place(list: ListText, additions: readonly Addition[]): readonly KubernetesObject[] {
  if (additions.length === 0) return [];
  const nextIndex = freeIndexes(list);
  const namesakes = namesakesOf(additions);
  return additions.map(({ object, owner }) => {
    const spellings = pathAnnotations.flatMap((key, at) =>
      owner.annotations[key] === undefined ? [] : [[key, indexAnnotations[at] ?? ""] as const],
    );
    const [first] = spellings;
    if (first === undefined) return object;
    const directory = (owner.annotations[first[0]] ?? "").replace(/[^/]*$/, "");
    const prefix = namesakes.has(`${directory}${owner.name}`) && owner.namespace !== "" ? `${owner.namespace}-` : "";
    const path = `${directory}${prefix}${owner.name}${suffix}`;
    const index = nextIndex.get(path) ?? 0;
    nextIndex.set(path, index + 1);
    const annotations = Object.fromEntries(
      spellings.flatMap(([pathKey, indexKey]) => [
        [pathKey, path],
        [indexKey, String(index)],
      ]),
    );
    return {
      ...object,
      metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, ...annotations } },
    };
  });
}

/** Directory and name of clusters that share both with a cluster of another namespace. */
function namesakesOf(additions: readonly Addition[]): ReadonlySet<string> {
  const namespaces = new Map<string, Set<string>>();
  for (const { owner } of additions) {
    const path = pathAnnotations.map((key) => owner.annotations[key]).find((text) => text !== undefined) ?? "";
    const key = path.replace(/[^/]*$/, "") + owner.name;
    namespaces.set(key, (namespaces.get(key) ?? new Set()).add(owner.namespace));
  }
  return new Set([...namespaces].filter(([, { size }]) => size > 1).map(([key]) => key));
}

/** For every file with our kind of name: one more than the highest index of its items, ours or not. One search through the bytes. */
function freeIndexes({ bytes, itemCount, item }: ListText): Map<string, number> {
  const free = new Map<string, number>();
  let position = 0;
  for (let at = bytes.indexOf(suffix); at >= 0; ) {
    while (position + 1 < itemCount && item(position + 1).start <= at) position += 1;
    const { start, end } = item(position);
    const text = bytes.toString("utf8", start, end);
    const path = /config\.kubernetes\.io\/path["']?: ["']?([^"'\n]*-pgbackrest\.yaml)/.exec(text)?.[1];
    const index = /config\.kubernetes\.io\/index["']?: ["']?(\d+)/.exec(text)?.[1] ?? "0";
    if (path !== undefined) free.set(path, Math.max(free.get(path) ?? 0, Number(index) + 1));
    at = bytes.indexOf(suffix, Math.max(end, at + suffix.length));
  }
  return free;
}
