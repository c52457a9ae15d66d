import { changedSecret } from "../function/changed-secret.ts";
import { type Item, isUnclear, itemsAt } from "../function/item.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import type { DriftChange } from "../status/status-schema.ts";
import type { SecretReader } from "./living-secrets.ts";

/** The Secrets in a Kubernetes cluster that the clusters of manifests name. */
export interface HeldSecrets {
  /** By `namespace/name`. Those that are not there, or may not be read, are not among them. */
  readonly secrets: ReadonlyMap<string, JsonObject>;
  /** How they are not those of the manifests. */
  readonly drift: ReadonlyMap<string, DriftChange>;
}

/**
 * Finds the Secrets in a Kubernetes cluster by which manifests are judged: pods read these, whatever the manifests have.
 * @param namespace Of resources that name none.
 */
export async function heldSecrets(list: ListText, namespace: string, readSecrets: SecretReader): Promise<HeldSecrets> {
  const items = itemsOf(list);
  const ownNamespace = (name: string) => (name === "" ? namespace : name);
  const clusters = items.filter(({ head }) => isOf(readKinds.postgresql, head));
  const living = await readSecrets(
    clusters.flatMap(({ value, head }) => (isObject(value) ? [inNamespace(value, ownNamespace(head.namespace))] : [])),
  );
  const secrets = new Map(living.map((secret) => [keyOf(secret), secret]));
  const drift = new Map<string, DriftChange>();
  for (const { head, value } of items) {
    const key = `${ownNamespace(head.namespace)}/${head.name}`;
    const found = isOf(readKinds.secret, head) ? secrets.get(key) : undefined;
    const fields = found === undefined || !isObject(value) ? [] : [...changedSecret(value, found)];
    if (fields.length > 0) drift.set(key, { kind: "Secret", name: head.name, is: "changed", fields });
  }
  return { secrets, drift };
}

/** The clusters and Secrets of a list. */
function itemsOf(list: ListText): readonly Item[] {
  const kinds = new Set<string>([readKinds.postgresql.kind, readKinds.secret.kind]);
  const read = (index: number): JsonValue => list.value?.(index) ?? null;
  return list
    .ofKind((kind) => isUnclear(kind) || (kind !== undefined && kinds.has(kind)))
    .flatMap((index) => itemsAt(list, read, index));
}

const inNamespace = (object: JsonObject, namespace: string): JsonObject => ({
  ...object,
  metadata: { ...(isObject(object.metadata) ? object.metadata : {}), namespace },
});

const keyOf = ({ metadata }: JsonObject): string =>
  isObject(metadata) ? `${String(metadata.namespace)}/${String(metadata.name)}` : "";
