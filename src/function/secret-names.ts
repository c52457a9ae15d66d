import type { PresentSecret } from "../checks/input.ts";
import { valueAt } from "../json/value-at.ts";
import { namesOf } from "../krm/resource.ts";
import { mayHoldOptions } from "../secret/secret-file.ts";
import { secretEntries } from "./find-secret.ts";
import type { Item } from "./item.ts";
import { type MadeSecret, madeSecrets } from "./secret-makers.ts";

/** A Secret by its name, as a CR asks for it; the namespace is empty where there is none. */
export interface SecretName {
  readonly name: string;
  readonly namespace: string;
}

const places = ["backup", "clone"].map((section) => ["spec", section, "pgbackrest", "configuration", "secret"]);

/** The Secrets that clusters take their configuration from, and the configuration of the clusters they are cloned from. */
export function wantedSecrets(postgresqls: readonly Item[]): readonly SecretName[] {
  const wanted: SecretName[] = [];
  for (const { head, value } of postgresqls)
    for (const place of places) {
      const name = valueAt(value, place);
      if (typeof name === "string" && name !== "") wanted.push({ name, namespace: head.namespace });
    }
  return wanted;
}

/**
 * True where a Secret has one of the names, or a history of names; its text alone tells, so that others are not read. It errs only towards
 * reading: a key `name` may be anywhere, and what is not written plainly may be anything.
 */
export function mayBeNamed(text: string, names: ReadonlySet<string>): boolean {
  if (/previousNames|<<|\\[uUx\r\n]/.test(text)) return true;
  let isSeen = false;
  // A key `name`, or one that ends so, and behind it the value without quotes, in which there may be another.
  const keyed = /name["']?[ \n\r\t]*:[ \n\r\t]*["']?(?=([^ \t\r\n"',}]*))/g;
  for (let found = keyed.exec(text); found !== null; found = keyed.exec(text)) {
    const [, value = ""] = found;
    if (value === "" || /^[!&*>|?#\\]/.test(value) || names.has(value)) return true;
    isSeen = true;
  }
  return !isSeen;
}

/** True where the text of a resource has one of the names in it, as a word. */
export function mentionsName(text: string, names: ReadonlySet<string>): boolean {
  if (/previousNames|<<|\\[uUx\r\n]/.test(text)) return true;
  return (text.match(/[a-z0-9][a-z0-9.-]*/g) ?? []).some((word) => names.has(word));
}

/** The Secrets of these items under the names that they have now, and whether a cluster names them; only for suggestions. */
export function presentSecrets(
  secrets: readonly Item[],
  makers: readonly Item[],
  wanted: readonly SecretName[],
): readonly PresentSecret[] {
  const isNamed = namedBy(wanted);
  const present = (
    item: Item,
    { names, namespace, entries }: Pick<MadeSecret, "names" | "namespace" | "entries">,
  ): readonly PresentSecret[] => {
    const [name = ""] = names;
    if (name === "") return [];
    const optionFile = entries.find(mayHoldOptions)?.name;
    return [
      {
        name,
        namespace,
        isNamed: names.some((each) => isNamed(each, namespace)),
        ...(optionFile !== undefined && { optionFile }),
        ...(item.root !== undefined && { kustomization: item.root }),
      },
    ];
  };
  return [
    ...secrets.flatMap((item) =>
      present(item, { names: namesOf(item.head), namespace: item.head.namespace, entries: secretEntries(item) }),
    ),
    ...makers.flatMap((item) => madeSecrets(item).flatMap((made) => present(item, made))),
  ];
}

/** Tells whether a cluster names a Secret. One without a namespace may be in any. */
function namedBy(wanted: readonly SecretName[]): (name: string, namespace: string) => boolean {
  const namespaces = new Map<string, Set<string>>();
  for (const { name, namespace } of wanted) {
    const others = namespaces.get(name);
    if (others === undefined) namespaces.set(name, new Set([namespace]));
    else others.add(namespace);
  }
  return (name, namespace) => {
    const those = namespaces.get(name);
    return those !== undefined && (namespace === "" || those.has(namespace) || those.has(""));
  };
}

/** True where these items have every wanted Secret under the name that it has now, in the namespace that is asked for. */
export function areAllThere(wanted: readonly SecretName[], secrets: readonly Item[], makers: readonly Item[]): boolean {
  const keyOf = ({ name, namespace }: SecretName) => `${namespace}/${name}`;
  const keys = new Set([
    ...secrets.map(({ head }) => keyOf(head)),
    ...makers
      .flatMap(madeSecrets)
      .flatMap(({ names: [name = ""], namespace }) => (name === "" ? [] : [keyOf({ name, namespace })])),
  ]);
  return wanted.every((name) => keys.has(keyOf(name)));
}
