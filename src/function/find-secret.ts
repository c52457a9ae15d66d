import type { ObjectRef } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { namesOf, refOf } from "../krm/resource.ts";
import { entriesOf, type Secret, type SecretData, secretOf } from "../secret/secret.ts";
import type { SecretEntry } from "../secret/secret-file.ts";
import { addTo, grouped } from "../text/groups.ts";
import type { Item } from "./item.ts";
import { madeSecrets } from "./secret-makers.ts";

/** Finds a Secret by the name that a CR gives it and the CR's namespace. */
export type FindSecret = (name: string, namespace: string | undefined) => Secret | undefined;

/** A Secret's manifest, or what makes one. */
interface Candidate {
  readonly item: Item;
  readonly namespace: string;
  readonly entries: () => readonly SecretEntry[];
  readonly hasOtherFiles: boolean;
}

/** Finds Secrets in an input. */
export interface SecretFinder {
  readonly find: FindSecret;
  /** Finds those of a kustomization before those of others. */
  readonly findFrom: (root: string | undefined) => FindSecret;
}

/**
 * Finds the Secret that a CR names: by its name, or by one it had before kustomize renamed it in this build, in the CR's namespace. A
 * Secret or CR that names no namespace gets one when it is applied, so it may be the one. A Secret is read when it is first asked for, and
 * once, however many clusters name it. What makes a Secret in the cluster counts as one, and adds to a manifest of the same name. However
 * many kustomizations have a Secret of one name, none is looked through for another.
 */
export function secretFinder(secrets: readonly Item[], secretMakers: readonly Item[]): SecretFinder {
  const byName = new Map<string, Candidate[]>();
  const add = (name: string, candidate: Candidate) => {
    addTo(byName, name, candidate);
  };
  for (const item of secrets) {
    const entries = () => secretEntries(item);
    const candidate = { item, namespace: item.head.namespace, entries, hasOtherFiles: false };
    for (const name of namesOf(item.head)) add(name, candidate);
  }
  for (const item of secretMakers) {
    for (const { names, namespace, entries, hasOtherFiles } of madeSecrets(item)) {
      const candidate = { item, namespace, entries: () => entries, hasOtherFiles };
      for (const name of names) add(name, candidate);
    }
  }
  const namesakesOf = remembered((name: string) => namesakes(byName.get(name) ?? []));
  const readAlone = remembered((candidate: Candidate) => joined(candidate, []));
  /** Nearly every name is that of one Secret, which needs none of the tables for several. */
  const found = (
    name: string,
    namespace: string,
    groupsOf: (of: ReturnType<typeof namesakes>) => readonly Namesakes[],
  ) => {
    const named = byName.get(name) ?? [];
    const [first] = named;
    if (first === undefined) return undefined;
    if (named.length > 1) return inOrder(groupsOf(namesakesOf(name)), namespace);
    const isVisible = first.namespace === namespace || first.namespace === "" || namespace === "";
    return isVisible ? readAlone(first) : undefined;
  };
  return {
    find: (name, namespace = "") => found(name, namespace, ({ all }) => [all]),
    findFrom:
      (root) =>
      (name, namespace = "") =>
        found(name, namespace, ({ all, ofRoot }) => [ofRoot(root), all]),
  };
}

/** Secrets of one name: those of all kustomizations, or of one. */
interface Namesakes {
  readonly first: Candidate | undefined;
  readonly inNamespace: (namespace: string) => readonly Candidate[];
  /** The Secret that a candidate is a part of. */
  readonly read: (candidate: Candidate) => Secret;
}

/** The first of a namespace, else the first that may get into it. */
function inOrder(groups: readonly Namesakes[], namespace: string): Secret | undefined {
  const loose = ({ first, inNamespace }: Namesakes) => (namespace === "" ? first : inNamespace("")[0]);
  for (const candidateOf of [({ inNamespace }: Namesakes) => inNamespace(namespace)[0], loose])
    for (const group of groups) {
      const found = candidateOf(group);
      if (found !== undefined) return group.read(found);
    }
  return undefined;
}

function namesakes(named: readonly Candidate[]) {
  const byNamespace = grouped(named, ({ namespace }) => namespace);
  const inNamespace = (namespace: string) => byNamespace.get(namespace) ?? [];
  /** What all of the other kinds add, read once for those of one kind. */
  const others = remembered((namespace: string) =>
    remembered((kind: string) => merged(inNamespace(namespace).filter(({ item }) => item.head.kind !== kind))),
  );
  const group = (own: readonly Candidate[], ownInNamespace: Namesakes["inNamespace"]): Namesakes => ({
    first: own[0],
    inNamespace: ownInNamespace,
    read: remembered((found: Candidate) => {
      const { kind } = found.item.head;
      const beside = ownInNamespace(found.namespace).filter(({ item }) => item.head.kind !== kind);
      const rest = others(found.namespace)(kind);
      return joined(found, own === named ? [rest] : [...beside, rest]);
    }),
  });
  const byRoot = grouped(named, ({ item }) => item.root);
  return {
    all: group(named, inNamespace),
    ofRoot: remembered((root: string | undefined) => {
      const own = byRoot.get(root) ?? [];
      const ownByNamespace = grouped(own, ({ namespace }) => namespace);
      return group(own, (namespace) => ownByNamespace.get(namespace) ?? []);
    }),
  };
}

/** The keys of a Secret's manifest. */
export const secretEntries = (item: Item): readonly SecretEntry[] => entriesOf(dataOf(item.value), isEncrypted(item));

/** A Secret that is there twice. */
export interface CopiedSecret {
  readonly object: ObjectRef;
  readonly earlier: ObjectRef;
  /** True where both have the same content. */
  readonly isEqual: boolean;
}

/** The Secrets that are there twice, each with the one before it. In different kustomizations, they are built on different occasions. */
export function copiesOfSecrets(secrets: readonly Item[]): readonly CopiedSecret[] {
  const first = new Map<string, Item>();
  return secrets.flatMap((item) => {
    const { name, namespace } = item.head;
    const key = [item.root ?? "", namespace, name].join("\n");
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, item);
      return [];
    }
    const isEqual = equalValues(entriesOf(dataOf(earlier.value)), entriesOf(dataOf(item.value)));
    return [{ object: refOf(item.head), earlier: refOf(earlier.head), isEqual }];
  });
}

type Part = Pick<Candidate, "entries" | "hasOtherFiles">;

/** One Secret of its manifest and of what else makes it. Of two manifests of a Secret, another finding says that there are two. */
function joined(first: Candidate, others: readonly Part[]): Secret {
  const { entries, hasOtherFiles } = others.length === 0 ? first : merged([first, ...others]);
  return secretOf(refOf(first.item.head), entries(), hasOtherFiles);
}

/** Of entries of one name, the first counts. */
function merged(parts: readonly Part[]): Part {
  const found = new Map<string, SecretEntry>();
  for (const part of parts)
    for (const entry of part.entries()) if (!found.has(entry.name)) found.set(entry.name, entry);
  const entries = [...found.values()];
  return { entries: () => entries, hasOtherFiles: parts.some(({ hasOtherFiles }) => hasOtherFiles) };
}

/** A Secret that SOPS encrypted, for Flux or a later step to decrypt. */
const isEncrypted = ({ value }: Item) => isObject(value) && isObject(value.sops);

function dataOf(value: JsonValue): SecretData {
  const { data, stringData } = isObject(value) ? value : {};
  return { data: isObject(data) ? data : {}, stringData: isObject(stringData) ? stringData : {} };
}

/** The function, which computes each of its values once. */
function remembered<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}
