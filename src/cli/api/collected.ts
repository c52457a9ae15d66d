import type { JsonObject } from "../../json/json-value.ts";
import { metadataOf } from "../../kubernetes/metadata.ts";
import { objectName } from "../../status/fields.ts";
import type { Unknown } from "../../status/observed.ts";
import { isUnknown } from "../../status/unknowns.ts";
import type { ApiKind, ApiServer } from "./api-server.ts";

/** Records of the objects of a kind, by the cluster that they belong to. */
export interface Collected<Record> {
  readonly of: (namespace: string, cluster: string) => ReadonlyMap<string, Record>;
  readonly unreadable: (namespace: string, cluster: string) => readonly Unreadable[];
}

/** An object that is there and cannot be read. */
export interface Unreadable {
  readonly object: string;
  readonly why: string;
}

/**
 * Reads all objects of a kind into records, and lets go of each page. Where one page is not known, nothing is: what would be missing then may be
 * there. An object that comes twice counts once.
 */
export async function collect<Record>(
  api: ApiServer,
  kind: ApiKind,
  where: Parameters<ApiServer["list"]>[1],
  {
    read,
    clusterOf,
  }: {
    readonly read: (object: JsonObject) => Record | Unknown | "other";
    /** The cluster that an object belongs to. */
    readonly clusterOf: (object: ReturnType<typeof metadataOf>) => string | undefined;
  },
): Promise<Collected<Record> | Unknown> {
  const records = new Map<string, Map<string, Record>>();
  const unreadable = new Map<string, Map<string, Unreadable>>();
  for await (const page of api.list(kind, where)) {
    if (page.is === "missing") break;
    if (page.is === "refused")
      return { unknown: "unreadable", why: `The API server does not list ${kind.plural}: ${page.message}` };
    if (page.is === "unknown") return page.unknown;
    for (const object of page.value) {
      const metadata = metadataOf(object);
      const cluster = clusterOf(metadata);
      if (cluster === undefined) continue;
      const key = keyOf(metadata.namespace, cluster);
      const record = read(object);
      if (record === "other") continue;
      if (isUnknown(record)) put(unreadable, key, metadata.name, { object: objectName(object), why: record.why });
      else put(records, key, metadata.name, record);
    }
  }
  return {
    of: (namespace, cluster) => records.get(keyOf(namespace, cluster)) ?? new Map(),
    unreadable: (namespace, cluster) => [...(unreadable.get(keyOf(namespace, cluster))?.values() ?? [])],
  };
}

const keyOf = (namespace: string, cluster: string) => `${namespace}/${cluster}`;

function put<Value>(groups: Map<string, Map<string, Value>>, key: string, name: string, value: Value): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, new Map([[name, value]]));
  else group.set(name, value);
}
