import { isObject } from "../json/json-value.ts";
import { namesOf, refOf } from "../krm/resource.ts";
import type { SecretFiles } from "../secret/secret-files.ts";
import type { Item } from "./item.ts";

/**
 * Finds the Secret that a CR names: by its name, or by one it had before kustomize renamed it in this build, in the CR's namespace. A
 * Secret or CR that names no namespace gets one when it is applied, so it may be the one.
 */
export function secretFinder(
  secrets: readonly Item[],
): (name: string, namespace: string | undefined) => SecretFiles | undefined {
  const byName = new Map<string, Item[]>();
  for (const secret of secrets) {
    if (isEncrypted(secret)) continue;
    for (const name of namesOf(secret.head)) {
      const namesakes = byName.get(name);
      if (namesakes === undefined) byName.set(name, [secret]);
      else namesakes.push(secret);
    }
  }
  const read = new Map<Item, SecretFiles>();
  return (name, namespace = "") => {
    const named = byName.get(name) ?? [];
    const found =
      named.find(({ head }) => head.namespace === namespace) ??
      named.find(({ head }) => head.namespace === "" || namespace === "");
    if (found === undefined) return undefined;
    const files = read.get(found) ?? secretFiles(found);
    read.set(found, files);
    return files;
  };
}

/** A Secret that SOPS encrypted, for Flux or a later step to decrypt: as good as absent, for nobody here knows what it holds. */
const isEncrypted = ({ value }: Item) => isObject(value) && isObject(value.sops);

/** The files of a Secret as the kubelet would write them: `data` decoded, `stringData` over it. */
function secretFiles({ head, value }: Item): SecretFiles {
  const files = new Map<string, string | undefined>();
  const { data, stringData } = isObject(value) ? value : {};
  for (const [key, text] of Object.entries(isObject(data) ? data : {}))
    files.set(key, typeof text === "string" ? decode(text) : undefined);
  for (const [key, text] of Object.entries(isObject(stringData) ? stringData : {}))
    files.set(key, typeof text === "string" ? text : undefined);
  return { object: refOf(head), files };
}

/** Text of a base64 value; `undefined` for bad base64. Bytes that are no UTF-8 count as Latin-1: pgBackRest does not look at that. */
function decode(base64: string): string | undefined {
  const plain = base64.replace(/\s/g, "");
  // Not one expression for groups of four: on a value of some megabytes it overflows the stack.
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return undefined;
  const bytes = Buffer.from(plain, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") ? bytes.toString("latin1") : text;
}
