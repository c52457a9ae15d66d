import { withoutHash } from "../secret/without-hash.ts";
import { addTo } from "../text/groups.ts";
import { nearestAmong } from "../text/nearest.ts";
import type { PresentSecret } from "./input.ts";

/** Who asks for a Secret: the namespace of a cluster, empty where it has none, and its kustomization. */
export interface Asking {
  readonly namespace: string;
  readonly kustomization: string | undefined;
}

/** What is asked of the Secrets of the input, for every cluster whose own is missing. */
export interface PresentSecrets {
  /** The Secret of this name, without a hash, that the cluster sees. */
  readonly visible: (name: string, namespace: string) => PresentSecret | undefined;
  /** All of this name, without a hash, wherever they are. */
  readonly called: (name: string) => readonly PresentSecret[];
  /** The name that was probably meant, of the Secrets that the cluster sees and no cluster names. */
  readonly nearest: (name: string, asking: Asking) => string | undefined;
  /** The same, of those that have a file of options. */
  readonly nearestWithOptions: (name: string, asking: Asking) => string | undefined;
  /** Those that the cluster sees, that no cluster names, and that have a file of options: the first of them, and how many there are. */
  readonly withOptions: (asking: Asking) => { readonly first: readonly PresentSecret[]; readonly count: number };
}

/** How many Secrets a message names. */
const named = 3;

/**
 * Sorts the Secrets of the input by what is asked of them, so that no question looks at all of them. A Secret without a namespace may be in
 * any. One with a file of options is not told to clusters of another kustomization, which may give it, or them, another name.
 */
export function presentSecrets(present: readonly PresentSecret[]): PresentSecrets {
  const byName = new Map<string, PresentSecret[]>();
  const byPlace = new Map<string, PresentSecret>();
  const free = pools();
  const freeWithOptions = pools();
  for (const secret of present) {
    const { namespace, isNamed, optionFile, kustomization } = secret;
    const name = withoutHash(secret.name);
    addTo(byName, name, secret);
    for (const place of [namespace, anywhere]) {
      const key = `${place}/${name}`;
      if (!byPlace.has(key)) byPlace.set(key, secret);
      if (isNamed) continue;
      free.add(place, secret);
      if (optionFile !== undefined) freeWithOptions.add(optionKey(place, kustomization), secret);
    }
  }
  const optionKeys = ({ namespace, kustomization }: Asking) =>
    seenFrom(namespace).map((place) => optionKey(place, kustomization));
  return {
    called: (name) => byName.get(name) ?? [],
    visible: (name, namespace) => first(seenFrom(namespace), (place) => byPlace.get(`${place}/${name}`)),
    nearest: (name, { namespace }) => free.nearest(name, seenFrom(namespace)),
    nearestWithOptions: (name, asking) => freeWithOptions.nearest(name, optionKeys(asking)),
    withOptions: (asking) => freeWithOptions.first(optionKeys(asking)),
  };
}

/** In the place of a namespace, where all count. */
const anywhere = "*";

const seenFrom = (namespace: string) => (namespace === "" ? [anywhere] : [namespace, ""]);

const optionKey = (place: string, kustomization = "") => `${place}\n${kustomization}`;

/** Secrets under keys, each with what finds a name among them, which is made when it is first asked for. */
function pools() {
  const secrets = new Map<string, Map<string, PresentSecret>>();
  const finders = new Map<string, (name: string) => string | undefined>();
  const finder = (key: string) => {
    const made = finders.get(key) ?? nearestAmong([...(secrets.get(key)?.keys() ?? [])]);
    finders.set(key, made);
    return made;
  };
  return {
    add: (key: string, secret: PresentSecret) => {
      const name = withoutHash(secret.name);
      const pool = secrets.get(key);
      if (pool === undefined) secrets.set(key, new Map([[name, secret]]));
      else if (!pool.has(name)) pool.set(name, secret);
    },
    nearest: (name: string, keys: readonly string[]) => first(keys, (key) => finder(key)(name)),
    first: (keys: readonly string[]) => {
      const found = keys.flatMap((key) => secrets.get(key) ?? []);
      return {
        first: found.flatMap((pool) => firstValues(pool)).slice(0, named),
        count: found.reduce((sum, { size }) => sum + size, 0),
      };
    },
  };
}

function firstValues(pool: ReadonlyMap<string, PresentSecret>): readonly PresentSecret[] {
  const found: PresentSecret[] = [];
  for (const secret of pool.values()) if (found.push(secret) === named) break;
  return found;
}

function first<Key, Value>(keys: readonly Key[], find: (key: Key) => Value | undefined): Value | undefined {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
