import { changedSecret } from "../function/changed-secret.ts";
import { type Item, isUnclear, itemsAt } from "../function/item.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import type { Outcome } from "../function/write.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import type { DriftChange } from "../status/status-schema.ts";
import { listOfObjects } from "./living-list.ts";
import type { SecretReader } from "./living-secrets.ts";
import { errorsOfSecrets } from "./secret-mistakes.ts";

/** What the Secrets in a Kubernetes cluster mean for the clusters of manifests. */
export interface HeldSecrets {
  /** The errors that they bring. */
  readonly errors: Awaited<ReturnType<typeof errorsOfSecrets>>["ofSecrets"];
  /** How they are not those of the manifests, by `namespace/name`. */
  readonly drift: ReadonlyMap<string, DriftChange>;
}

/**
 * Holds manifests to the Secrets in a Kubernetes cluster: each is judged together with the resource that names it, in place of the one that the
 * manifests may have. Where it may not be read, nothing is said of it.
 * @param namespace Of resources that name none.
 */
export async function heldSecrets(
  list: ListText,
  namespace: string,
  {
    readSecrets,
    judge,
  }: {
    readonly readSecrets: SecretReader;
    readonly judge: (list: ListText) => Promise<Pick<Outcome, "findings">>;
  },
): Promise<HeldSecrets> {
  const items = itemsOf(list);
  const ownNamespace = (name: string) => (name === "" ? namespace : name);
  const clusters = items.filter(({ head }) => isOf(readKinds.postgresql, head));
  const living = await readSecrets(
    clusters.flatMap(({ value, head }) => (isObject(value) ? [inNamespace(value, ownNamespace(head.namespace))] : [])),
  );
  if (living.length === 0) return { errors: [], drift: new Map() };
  const byName = new Map(living.map((secret) => [keyOf(secret), secret]));
  const drift = new Map<string, DriftChange>();
  const others: JsonObject[] = [];
  for (const { head, value } of items) {
    if (!isObject(value)) continue;
    const key = `${ownNamespace(head.namespace)}/${head.name}`;
    const found = isOf(readKinds.secret, head) ? byName.get(key) : undefined;
    const fields = found === undefined ? [] : [...changedSecret(value, found)];
    if (fields.length > 0) drift.set(key, { kind: "Secret", name: head.name, is: "changed", fields });
    // Resources without a namespace and Secrets with one would not find each other.
    if (found === undefined) others.push(inNamespace(value, ownNamespace(head.namespace)));
  }
  const { ofSecrets } = await errorsOfSecrets(await judge(listOfObjects([...others, ...living])), () =>
    judge(listOfObjects(others)),
  );
  return { errors: ofSecrets, drift };
}

/** What judging reads: the resources of the kinds that the function reads, and those that say which operator runs. */
function itemsOf(list: ListText): readonly Item[] {
  const kinds = new Set<string>([...Object.values(readKinds).map(({ kind }) => kind), "Deployment"]);
  const read = (index: number): JsonValue => list.value?.(index) ?? null;
  return list
    .ofKind((kind) => isUnclear(kind) || (kind !== undefined && kinds.has(kind)))
    .flatMap((index) => itemsAt(list, read, index))
    .filter(({ head }) => head.kind !== readKinds.functionConfig.kind);
}

const inNamespace = (object: JsonObject, namespace: string): JsonObject => ({
  ...object,
  metadata: { ...(isObject(object.metadata) ? object.metadata : {}), namespace },
});

const keyOf = ({ metadata }: JsonObject): string =>
  isObject(metadata) ? `${String(metadata.namespace)}/${String(metadata.name)}` : "";
