import { readKinds } from "../function/kinds.ts";
import type { JsonObject } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import type { ApiServer } from "./api/api-server.ts";
import { apiKinds } from "./api/kinds.ts";
import { plainResource } from "./plain-resource.ts";

/** Reads the Secrets of an API server that clusters name, as far as they may be read, as their authors would have written them. */
export type SecretReader = (clusters: readonly JsonObject[]) => Promise<readonly JsonObject[]>;

/**
 * A reader of Secrets. Where one of a namespace is forbidden, others are not asked for.
 * @param api Asks without saying what is forbidden.
 */
export function secretReader(api: ApiServer): SecretReader {
  const mayNotRead = new Set<string>();
  return async (clusters) => {
    const wanted = new Map<string, readonly [namespace: string, name: string]>();
    for (const cluster of clusters) {
      const namespace = valueAt(cluster, ["metadata", "namespace"]);
      for (const part of ["backup", "clone"]) {
        const name = valueAt(cluster, ["spec", part, "pgbackrest", "configuration", "secret"]);
        if (typeof name === "string" && name !== "" && typeof namespace === "string")
          wanted.set(`${namespace}/${name}`, [namespace, name]);
      }
    }
    const found: JsonObject[] = [];
    for (const [namespace, name] of wanted.values()) {
      if (mayNotRead.has(namespace)) continue;
      const answer = await api.get(apiKinds.secrets, namespace, name);
      if (answer.is === "found") found.push(plainResource(answer.value, readKinds.secret));
      else if (answer.is === "unknown" && answer.unknown.unknown === "forbidden") mayNotRead.add(namespace);
    }
    return found;
  };
}
