import { isObject } from "../json/json-value.ts";
import { namesOf, refOf } from "../krm/resource.ts";
import { readSecret, type Secret } from "../secret/secret.ts";
import type { Item } from "./item.ts";

/**
 * Finds the Secret that a CR names: by its name, or by one it had before kustomize renamed it in this build, in the CR's namespace. A
 * Secret or CR that names no namespace gets one when it is applied, so it may be the one. A Secret is read when it is first asked for, and
 * once, however many clusters name it.
 */
export function secretFinder(
  secrets: readonly Item[],
): (name: string, namespace: string | undefined) => Secret | undefined {
  const byName = new Map<string, Item[]>();
  for (const secret of secrets) {
    if (isEncrypted(secret)) continue;
    for (const name of namesOf(secret.head)) {
      const namesakes = byName.get(name);
      if (namesakes === undefined) byName.set(name, [secret]);
      else namesakes.push(secret);
    }
  }
  const read = new Map<Item, Secret>();
  return (name, namespace = "") => {
    const named = byName.get(name) ?? [];
    const found =
      named.find(({ head }) => head.namespace === namespace) ??
      named.find(({ head }) => head.namespace === "" || namespace === "");
    if (found === undefined) return undefined;
    const secret = read.get(found) ?? secretOf(found);
    read.set(found, secret);
    return secret;
  };
}

/** A Secret that SOPS encrypted, for Flux or a later step to decrypt. It counts as absent, because its content is unknown here. */
const isEncrypted = ({ value }: Item) => isObject(value) && isObject(value.sops);

function secretOf({ head, value }: Item): Secret {
  const { data, stringData } = isObject(value) ? value : {};
  return readSecret(refOf(head), {
    data: isObject(data) ? data : {},
    stringData: isObject(stringData) ? stringData : {},
  });
}
