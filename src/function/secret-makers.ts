import type { Path } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { namesOf } from "../krm/resource.ts";
import type { SecretEntry } from "../secret/secret-file.ts";
import type { Item } from "./item.ts";

/** A Secret that something makes in the cluster. Its keys can be read here, all or some of them; what they hold can be read only of templates. */
export interface MadeSecret {
  readonly names: readonly string[];
  /** Empty where it may be any. */
  readonly namespace: string;
  readonly entries: readonly SecretEntry[];
  /** True where there are other keys, whose names are not in the manifest. */
  readonly hasOtherFiles: boolean;
}

type Maker = (value: JsonValue, item: Item) => readonly MadeSecret[];

/** The kinds of resources from which a controller makes Secrets, each as its controller reads it. */
const makers: Readonly<Record<string, Maker>> = {
  // The Secret has the name of the SealedSecret whatever the template says (sealed-secrets `sealedsecret_expansion.go`, `Unseal`).
  SealedSecret: (value, item) => [
    made(item, namesOf(item.head), [
      ...unknownKeys(value, ["spec", "encryptedData"]),
      ...texts(value, ["spec", "template", "data"]),
    ]),
  ],
  ExternalSecret: (value, item) => externalSecret(value, item, ["spec"], namesOf(item.head), item.head.namespace),
  ClusterExternalSecret: (value, item) =>
    externalSecret(
      value,
      item,
      ["spec", "externalSecretSpec"],
      [textAt(value, ["spec", "externalSecretName"]) || item.head.name],
      "",
    ),
  SecretProviderClass: (value, item) =>
    listAt(value, ["spec", "secretObjects"]).map(({ entry, path }) =>
      made(
        item,
        [textAt(entry, ["secretName"])],
        listAt(entry, ["data"]).map(({ entry: key, path: below }) =>
          unknown(textAt(key, ["key"]), [...path, ...below, "key"], key),
        ),
      ),
    ),
  SopsSecret: (value, item) =>
    listAt(value, ["spec", "secretTemplates"]).map(({ entry, path }) =>
      made(
        item,
        [textAt(entry, ["name"])],
        (["data", "stringData"] as const).flatMap((field) => unknownKeys(entry, [field], path)),
      ),
    ),
  VaultStaticSecret: (value, item) => [named(value, item, ["spec", "destination", "name"])],
  VaultDynamicSecret: (value, item) => [named(value, item, ["spec", "destination", "name"])],
  VaultPKISecret: (value, item) => [named(value, item, ["spec", "destination", "name"])],
  OnePasswordItem: (_value, item) => [made(item, namesOf(item.head), [], true)],
  InfisicalSecret: (value, item) => [named(value, item, ["spec", "managedSecretReference", "secretName"])],
  DopplerSecret: (value, item) => [named(value, item, ["spec", "managedSecret", "name"])],
};

/** True for a kind from which a controller makes Secrets. */
export const isSecretMaker = (kind: string | undefined): boolean => kind !== undefined && Object.hasOwn(makers, kind);

/** The Secrets that a controller makes from an item. */
export const madeSecrets = (item: Item): readonly MadeSecret[] =>
  (makers[item.head.kind]?.(item.value, item) ?? []).filter(({ names }) => names[0] !== "");

/**
 * What the External Secrets Operator makes (`externalsecret_controller_template.go`): a template replaces what was fetched, unless it says
 * `mergePolicy: Merge`.
 */
function externalSecret(
  value: JsonValue,
  item: Item,
  spec: Path,
  names: readonly string[],
  namespace: string,
): readonly MadeSecret[] {
  const target = [...spec, "target"];
  const policy = textAt(value, [...target, "creationPolicy"]);
  if (policy === "None") return [];
  const name = textAt(value, [...target, "name"]);
  const template = [...target, "template"];
  const ofTemplate = texts(value, [...template, "data"]);
  const isFrom = valueAt(value, [...template, "templateFrom"]) !== undefined;
  const replaces = (ofTemplate.length > 0 || isFrom) && textAt(value, [...template, "mergePolicy"]) !== "Merge";
  const fetched = listAt(value, [...spec, "data"]).map(({ entry, path }) =>
    typeof valueAt(entry, ["secretKey"]) === "string"
      ? unknown(textAt(entry, ["secretKey"]), [...path, "secretKey"], entry)
      : unknown(textAt(entry, ["name"]), [...path, "name"], entry),
  );
  const entries = [...(replaces ? [] : fetched), ...ofTemplate];
  const hasOthers = isFrom || policy === "Merge" || (!replaces && valueAt(value, [...spec, "dataFrom"]) !== undefined);
  return [{ ...made(item, name === "" ? names : [name], entries, hasOthers), namespace }];
}

function made(
  { head }: Item,
  names: readonly string[],
  entries: readonly SecretEntry[],
  hasOtherFiles = false,
): MadeSecret {
  // Of two with one name, the later one counts: templates come after what was fetched.
  const byName = new Map(entries.filter(({ name }) => name !== "").map((entry) => [entry.name, entry]));
  return { names, namespace: head.namespace, entries: [...byName.values()], hasOtherFiles };
}

/** A Secret of which the manifest has only the name. */
const named = (value: JsonValue, item: Item, path: readonly string[]) => made(item, [textAt(value, path)], [], true);

/** `sealed` is what the manifest has instead of the content. */
const unknown = (name: string, path: Path, sealed: JsonValue = ""): SecretEntry => ({
  ...{ name, path, content: "unknown" },
  sealed: JSON.stringify(sealed),
});

/** The keys of a map whose values are encrypted. */
const unknownKeys = (value: JsonValue, path: readonly string[], above: Path = []): readonly SecretEntry[] =>
  Object.entries(mapAt(value, path)).map(([key, sealed]) => unknown(key, [...above, ...path, key], sealed));

/** The files of a map of templates. */
const texts = (value: JsonValue, path: Path): readonly SecretEntry[] =>
  Object.entries(mapAt(value, path)).map(([name, text]) => ({
    name,
    path: [...path, name],
    content: typeof text === "string" ? { text } : "unknown",
  }));

function mapAt(value: JsonValue, path: Path): { readonly [key: string]: JsonValue } {
  const map = valueAt(value, path);
  return isObject(map) ? map : {};
}

function listAt(value: JsonValue, path: Path): ReadonlyArray<{ readonly entry: JsonValue; readonly path: Path }> {
  const entries = valueAt(value, path);
  return Array.isArray(entries) ? entries.map((entry: JsonValue, at) => ({ entry, path: [...path, at] })) : [];
}

function textAt(value: JsonValue, path: Path): string {
  const text = valueAt(value, path);
  return typeof text === "string" ? text : "";
}
