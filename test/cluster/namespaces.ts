import type { Cluster } from "./cluster.ts";

/** Manifests in namespaces of their own, one for each that they name and one for what names none. */
export interface OwnNamespaces {
  readonly text: string;
  /** All of them; the first is for what names none, `-n` of kubectl. */
  readonly namespaces: readonly [string, ...string[]];
}

/** Moves manifests into namespaces that it makes. Texts in them that name a namespace, as host names do, keep it: nothing resolves them here. */
export async function inOwnNamespaces(
  cluster: Cluster,
  text: string,
  annotations: Readonly<Record<string, string>> = {},
): Promise<OwnNamespaces> {
  const pattern = /\bnamespace: (['"]?)([a-z0-9-]+)\1(?=[\s,}]|$)/g;
  const own = new Map<string, string>();
  for (const [, , name = ""] of text.matchAll(pattern))
    if (!own.has(name)) own.set(name, await cluster.makeNamespace(annotations));
  const moved = text.replace(pattern, (_, _quote, name: string) => `namespace: ${own.get(name)}`);
  const [first = await cluster.makeNamespace(annotations), ...others] = own.values();
  return { text: moved, namespaces: [first, ...others] };
}
