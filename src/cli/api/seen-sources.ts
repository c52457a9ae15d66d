import type { Asked, SeenSource } from "../../status/observed.ts";
import { readKeys } from "../../status/read-keys.ts";
import type { ApiServer } from "./api-server.ts";
import { askObject } from "./ask-object.ts";
import type { ClusterToSee } from "./cluster-to-see.ts";
import { apiKinds } from "./kinds.ts";

/** Asks for the keys of the Secrets and ConfigMaps that clusters name, each of them once: clusters share them. */
export function seenSources(api: ApiServer): (cluster: ClusterToSee) => Promise<readonly SeenSource[]> {
  const asked = new Map<string, Promise<Asked<readonly string[]>>>();
  return ({ namespace, expected }) =>
    Promise.all(
      (expected?.sources ?? []).map(async ({ kind, name }) => {
        const key = `${kind}/${namespace}/${name}`;
        const kindOfApi = kind === "Secret" ? apiKinds.secrets : apiKinds.configMaps;
        const keys = asked.get(key) ?? askObject(api, kindOfApi, namespace, name, readKeys);
        asked.set(key, keys);
        return { kind, name, keys: await keys };
      }),
    );
}
