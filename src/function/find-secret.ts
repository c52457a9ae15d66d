import type { ObjectRef } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { namesOf, refOf } from "../krm/resource.ts";
import { entriesOf, type Secret, type SecretData, secretOf } from "../secret/secret.ts";
import type { SecretEntry } from "../secret/secret-file.ts";
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

/**
 * Finds the Secret that a CR names: by its name, or by one it had before kustomize renamed it in this build, in the CR's namespace. A
 * Secret or CR that names no namespace gets one when it is applied, so it may be the one. A Secret is read when it is first asked for, and
 * once, however many clusters name it. What makes a Secret in the cluster counts as one, and adds to a manifest of the same name.
 */
export function secretFinder(secrets: readonly Item[], secretMakers: readonly Item[]): FindSecret {
  const byPlace = new Map<string, Candidate[]>();
  const byName = new Map<string, Candidate>();
  const add = (name: string, candidate: Candidate) => {
    const key = `${candidate.namespace}/${name}`;
    const namesakes = byPlace.get(key);
    if (namesakes === undefined) byPlace.set(key, [candidate]);
    else namesakes.push(candidate);
    if (!byName.has(name)) byName.set(name, candidate);
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
  const read = new Map<Candidate, Secret>();
  return (name, namespace = "") => {
    const called = (place: string) => byPlace.get(`${place}/${name}`) ?? [];
    const found = called(namespace)[0] ?? (namespace === "" ? byName.get(name) : called("")[0]);
    if (found === undefined) return undefined;
    const secret = read.get(found) ?? joined(found, called(found.namespace));
    read.set(found, secret);
    return secret;
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

/** One Secret of its manifest and of what else makes it. Of two manifests of a Secret, another finding says that there are two. */
function joined(first: Candidate, named: readonly Candidate[]): Secret {
  const parts = [first, ...named.filter((other) => other !== first && other.item.head.kind !== first.item.head.kind)];
  const entries = new Map<string, SecretEntry>();
  for (const part of parts)
    for (const entry of part.entries()) if (!entries.has(entry.name)) entries.set(entry.name, entry);
  return secretOf(
    refOf(first.item.head),
    [...entries.values()],
    parts.some(({ hasOtherFiles }) => hasOtherFiles),
  );
}

/** A Secret that SOPS encrypted, for Flux or a later step to decrypt. */
const isEncrypted = ({ value }: Item) => isObject(value) && isObject(value.sops);

function dataOf(value: JsonValue): SecretData {
  const { data, stringData } = isObject(value) ? value : {};
  return { data: isObject(data) ? data : {}, stringData: isObject(stringData) ? stringData : {} };
}
