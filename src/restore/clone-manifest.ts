import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { cloneOptions, ownPath } from "./clone-options.ts";
import { type Moment, numericTimestamp } from "./moment.ts";
import type { CommandCluster } from "./patch-notes.ts";

/** A new cluster from the backups of another. */
export interface Clone {
  readonly source: CommandCluster;
  readonly name: string;
  readonly namespace: string | undefined;
  /** The repository of the source, as its manifest names it: `repo1`. */
  readonly repo: string;
  /** The state to clone; without it, the newest that is in the archive. */
  readonly moment?: Moment;
  /** The Secret to read the repository with, where it is not the source's own. */
  readonly secret?: string;
  readonly instances?: number;
}

/** Annotations of this program, which say how clusters are backed up and checked; all others are about the source. */
const ownAnnotations = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/";

/** By these, Argo CD, Flux and Helm know what is theirs, and remove what is not in their sources. */
const deployerLabels =
  /^(?:app\.kubernetes\.io\/(?:instance|managed-by)$|argocd\.argoproj\.io\/|kustomize\.toolkit\.fluxcd\.io\/|helm\.toolkit\.fluxcd\.io\/)/;

const sectionPath = ["spec", "backup", "pgbackrest"];

/**
 * The manifest of a new cluster that the operator creates from a repository of another (contract 1.1, 2.7): the source's manifest with a
 * `clone` section that says how to read the repository, and with backups of its own that go elsewhere.
 */
export function cloneManifest(source: JsonValue, clone: Clone): JsonObject {
  const { name, namespace } = clone;
  const spec = objectAt(source, ["spec"]);
  const { restore: _, ...section } = objectAt(source, sectionPath);
  const { clone: __, standby: ___, ...rest } = spec;
  const apiVersion = valueAt(source, ["apiVersion"]) ?? null;
  const labels = Object.entries(objectAt(source, ["metadata", "labels"])).filter(([key]) => !deployerLabels.test(key));
  const annotations = Object.entries(objectAt(source, ["metadata", "annotations"])).filter(([key]) =>
    key.startsWith(ownAnnotations),
  );
  return {
    apiVersion,
    kind: "postgresql",
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    },
    spec: {
      ...withoutHostNames(withoutPgBackRest(rest)),
      ...(clone.instances !== undefined && { numberOfInstances: clone.instances }),
      clone: cloneSection(section, clone),
      backup: { pgbackrest: { ...withoutPgBackRest(section), ...ownPlaces(section, clone) } },
    },
  };
}

function cloneSection(section: JsonObject, { source, repo, moment, secret }: Clone): JsonObject {
  const found = repositoriesOf(section).find((each) => each.name === repo) ?? {};
  const { name: _, schedule: __, volume: ___, ...repository } = found;
  const options = cloneOptions(objectAt(section, ["global"]), repo);
  const configuration = secret ?? valueAt(section, ["configuration", "secret"]);
  return {
    cluster: source.name,
    ...(moment !== undefined && { timestamp: numericTimestamp(moment) }),
    pgbackrest: {
      ...(configuration !== undefined && configuration !== "" && { configuration: { secret: configuration } }),
      ...(Object.keys(options).length > 0 && { options }),
      repo: repository,
    },
  };
}

/** The section's options, with other paths for the repositories that are not on volumes, which every cluster has for itself. */
function ownPlaces(section: JsonObject, clone: Clone): JsonObject {
  const global = objectAt(section, ["global"]);
  const taken = new Set(Object.values(global));
  const changed: Record<string, JsonValue> = { ...global };
  for (const { name, storage } of repositoriesOf(section)) {
    if (typeof name !== "string" || storage === "pvc") continue;
    changed[`${name}-path`] = ownPath(global[`${name}-path`], name, { source: clone.source, clone, taken });
  }
  return { global: changed };
}

/** The paths of a clone's own repositories, by their names; those on volumes have none. */
export function ownPathsOf(manifest: JsonObject): ReadonlyArray<readonly [repo: string, path: string]> {
  const section = objectAt(manifest, sectionPath);
  return repositoriesOf(section).flatMap(({ name }) => {
    const path = valueAt(section, ["global", `${String(name)}-path`]);
    return typeof path === "string" ? [[String(name), path] as const] : [];
  });
}

/** The repositories of a backup section. */
export function repositoriesOf(section: JsonValue | undefined): readonly JsonObject[] {
  const repos = valueAt(section, ["repos"]);
  return Array.isArray(repos) ? repos.filter((each: JsonValue): each is JsonObject => isObject(each)) : [];
}

/** Names in a DNS that the source's Services ask for: the clone would take them over. */
const ofHostNames = /^external-dns\./;

function withoutHostNames(spec: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) =>
      /serviceAnnotations$/i.test(key) && isObject(value)
        ? [key, Object.fromEntries(Object.entries(value).filter(([name]) => !ofHostNames.test(name)))]
        : [key, value],
    ),
  );
}

const ofPgBackRest = /^PGBACKREST_/;

/** Variables of pgBackRest win over files: with those of the source, the clone would archive into the source's repository. */
function withoutPgBackRest(part: JsonObject): JsonObject {
  const { env, ...rest } = part;
  if (!Array.isArray(env)) return part;
  const kept = env.filter((each: JsonValue) => !ofPgBackRest.test(String(valueAt(each, ["name"]))));
  return { ...rest, ...(kept.length > 0 && { env: kept }) };
}

/** The variables of the source that its clone does not get. */
export const leftOutVariables = (source: JsonValue): readonly string[] =>
  [
    ["spec", "env"],
    [...sectionPath, "env"],
  ].flatMap((path) => {
    const env = valueAt(source, path);
    return Array.isArray(env)
      ? env.map((each: JsonValue) => String(valueAt(each, ["name"]))).filter((name: string) => ofPgBackRest.test(name))
      : [];
  });

function objectAt(value: JsonValue, path: readonly string[]): JsonObject {
  const found = valueAt(value, path);
  return isObject(found) ? found : {};
}
