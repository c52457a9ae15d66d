import { hasRepoHost } from "../cpo/cluster.ts";
import { cronJobName } from "../cpo/names.ts";
import { repoHostPodName } from "../cpo/pods.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { backupOptions } from "../recovery/effective-options.ts";
import { locationOf } from "../recovery/location.ts";
import { promisedFigures } from "../recovery/promised-figures.ts";
import { type RepositoryModel, repositoryModels } from "../recovery/repository-model.ts";
import type { RecoverySource } from "../recovery/source.ts";
import type { ExpectedCluster, ExpectedRepository } from "./expected.ts";

/** A cluster as its manifests have it. */
export interface PlannedSource {
  readonly source: RecoverySource;
  readonly archives: boolean;
  /** The objects that the function makes of it. */
  readonly objects: readonly JsonObject[];
  /** The keys of its Secret; absent where the manifests have none. */
  readonly secretKeys?: readonly string[];
}

/** What a living cluster is held to: schedules, what they promise, and where its configuration comes from. */
export function expectedCluster(namespace: string, planned: PlannedSource): ExpectedCluster {
  const { source, archives, objects, secretKeys } = planned;
  const { cluster } = source;
  const repoHostName = repoHostOf(cluster.name, objects);
  return {
    name: cluster.name,
    namespace,
    ...(repoHostName !== undefined && { repoHostName }),
    repositories: repositoryModels(source).map((model) => expectedRepository(source, model, archives)),
    hasRepoHost: hasRepoHost(cluster),
    archives,
    isStandby: cluster.resource.spec.standby !== undefined,
    sources: sourcesOf(cluster.secretName, secretKeys, objects),
  };
}

/** One whose manifest asks for no backups. */
export const withoutBackups = (name: string, namespace: string): ExpectedCluster => ({
  ...{ name, namespace },
  ...{ repositories: [], sources: [], hasRepoHost: false, archives: true, isStandby: false },
});

/** One of which nothing can be expected, with a sentence that says why. */
export const unreadableCluster = (name: string, namespace: string, unreadable: string): ExpectedCluster => ({
  ...withoutBackups(name, namespace),
  unreadable,
});

function expectedRepository(source: RecoverySource, model: RepositoryModel, archives: boolean): ExpectedRepository {
  const { repository, schedules } = model;
  const rules = archives ? model.rules : { ...model.rules, schedules: [] };
  const { pointInTime, backups, kept, longestGapSeconds } = promisedFigures({ ...model, rules });
  return {
    name: repository.name,
    number: repository.number,
    storage: repository.storage,
    location: locationOf(source, repository, backupOptions(source, repository)).location,
    jobs: schedules.map(({ type, cron, timeZone, isSuspended }) => ({
      ...{ type, cron, isSuspended },
      cronJob: cronJobName(source.cluster.name, repository.name, type),
      ...(timeZone !== undefined && { timeZone }),
    })),
    promised: { pointInTime, backups, kept, longestGapSeconds },
    ...(model.retentionDoubt === undefined && { retention: rules.retention }),
  };
}

/** The host name by which the pods' configuration names the repo host; that of a clone's source is another. */
function repoHostOf(cluster: string, objects: readonly JsonObject[]): string | undefined {
  const texts = objects.flatMap(({ data }) => (isObject(data) ? Object.values(data) : []));
  for (const text of texts) {
    const [, host] = (typeof text === "string" ? /^repo[1-4]-host = (\S+)$/m.exec(text) : null) ?? [];
    if (host?.startsWith(`${repoHostPodName(cluster)}.`)) return host;
  }
  return undefined;
}

/** Where pgBackRest and its pods read from: the Secret, the ConfigMaps, and what variables name, each with the keys that must be there. */
function sourcesOf(
  secretName: string,
  secretKeys: readonly string[] | undefined,
  objects: readonly JsonObject[],
): ExpectedCluster["sources"] {
  const keys = new Map<string, Set<string>>();
  const add = (kind: "Secret" | "ConfigMap", name: string, ...more: readonly string[]) => {
    const known = keys.get(`${kind}/${name}`) ?? new Set();
    for (const key of more) known.add(key);
    keys.set(`${kind}/${name}`, known);
  };
  if (secretName !== "") add("Secret", secretName, ...(secretKeys ?? []));
  for (const object of objects) {
    if (object.kind === "ConfigMap") {
      const name = valueAt(object, ["metadata", "name"]);
      const data = isObject(object.data) ? object.data : {};
      if (typeof name === "string") add("ConfigMap", name, ...Object.keys(data));
      if (secretName !== "") add("Secret", secretName, ...filesIn(Object.values(data)));
      continue;
    }
    for (const { kind, name, key } of variablesIn(object)) add(kind, name, key);
  }
  return [...keys].map(([id, names]) => {
    const [kind, name = ""] = id.split("/");
    return { kind: kind === "ConfigMap" ? kind : "Secret", name, keys: [...names].sort() };
  });
}

/** Files beside the configuration that it names: they are keys of the Secret, for nothing else is mounted there (contract 2.0). */
const filesIn = (texts: readonly JsonValue[]): readonly string[] =>
  texts.flatMap((text) =>
    typeof text === "string"
      ? [...text.matchAll(/=\s*\/etc\/pgbackrest\/conf\.d\/([\w.-]+)\s*$/gm)].map(([, file = ""]) => file)
      : [],
  );

/** The Secrets and ConfigMaps that variables of containers need. */
function variablesIn(object: JsonObject) {
  const template =
    valueAt(object, ["spec", "jobTemplate", "spec", "template"]) ?? valueAt(object, ["spec", "template"]);
  const containers = valueAt(template, ["spec", "containers"]);
  const variables = (Array.isArray(containers) ? containers : []).flatMap((each: JsonValue) => {
    const env = valueAt(each, ["env"]);
    return Array.isArray(env) ? env : [];
  });
  return variables.flatMap((variable: JsonValue) =>
    (
      [
        ["Secret", "secretKeyRef"],
        ["ConfigMap", "configMapKeyRef"],
      ] as const
    ).flatMap(([kind, field]) => {
      const ref = valueAt(variable, ["valueFrom", field]);
      if (!isObject(ref) || ref.optional === true) return [];
      const { name, key } = ref;
      return typeof name === "string" && typeof key === "string" ? [{ kind, name, key }] : [];
    }),
  );
}
