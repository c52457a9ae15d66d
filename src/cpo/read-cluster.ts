import type { Diagnostic, ObjectRef, Path } from "../findings/finding.ts";
import { hasOnlyKnownFields } from "../json/field-tree.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { isLabelValue, isQualifiedName } from "../kubernetes/names.ts";
import { quotableName, quotableText } from "../text/quotable.ts";
import type { Cluster } from "./cluster.ts";
import { isPostgresql } from "./generated/is-postgresql.ts";
import { postgresqlFields } from "./generated/postgresql-fields.ts";
import type { PgBackRestSection, Postgresql } from "./postgresql.ts";
import { readRepository } from "./read-repository.ts";
import { refusedNulls } from "./refused-nulls.ts";
import { withoutNulls } from "./without-nulls.ts";

/**
 * What came of reading a `postgresql`. One that is `invalid` is not as the API server wants it, or has fields that the API server drops.
 */
export type ReadCluster =
  | { readonly is: "cluster"; readonly cluster: Cluster }
  /** Nothing to expand: no `spec.backup.pgbackrest`. The resource matters for its clone section. */
  | { readonly is: "without-backup"; readonly cluster: Cluster; readonly emptySection?: Path }
  | { readonly is: "invalid" };

/** What a resource does not say of itself. */
export interface ClusterOrigin {
  /** How findings name it. */
  readonly object: ObjectRef;
  /** The namespace that host names take where the resource has none. */
  readonly namespace: string;
  /** True for annotations that never reach the cluster; none by default. */
  readonly isHostAnnotation?: (key: string) => boolean;
}

/** Reads a `postgresql` resource. Nulls are dropped first, as the API server drops them; then it must fit the schema. */
export function readCluster(value: JsonValue, origin: ClusterOrigin): ReadCluster {
  const fields = postgresqlFields();
  // Most resources are healthy and without nulls, which one pass tells.
  const read = isPostgresql(value, fields)
    ? readFitting(value, value, origin)
    : hasOnlyKnownFields(value, fields)
      ? readKnownFields(value, origin)
      : undefined;
  return read === undefined || read.refused.length > 0 ? { is: "invalid" } : sorted(value, read.cluster);
}

/**
 * Reads a resource without fields that the API server drops, and says what is refused although it fits the schema. Undefined where it does
 * not fit.
 */
export function readKnownFields(value: JsonValue, origin: ClusterOrigin): FittingCluster | undefined {
  const resource = withoutNulls(value);
  return isPostgresql(resource) ? readFitting(value, resource, origin) : undefined;
}

/** A cluster of a resource that fits the schema, and what is refused of it nevertheless. */
interface FittingCluster {
  readonly cluster: Cluster;
  readonly refused: readonly Diagnostic[];
}

/** Reads a resource that fits the schema: as it is written, and without nulls. */
function readFitting(value: JsonValue, resource: Postgresql, origin: ClusterOrigin): FittingCluster {
  const read = toCluster(resource, origin);
  const cluster: Cluster = resource === value ? read : { ...read, ...whatNullsSay(value) };
  return {
    cluster,
    refused: refusedMetadata(cluster).concat(refusedClone(cluster), refusedRepositories(value, cluster)),
  };
}

/** What is known of a resource by its nulls alone. */
function whatNullsSay(value: JsonValue): Pick<Cluster, "hasEmptyClone" | "nulls"> {
  const nulls = refusedNulls(value, postgresqlFields());
  return {
    ...(valueAt(value, ["spec", "clone", "pgbackrest"]) === null && { hasEmptyClone: true }),
    ...(nulls.length > 0 && { nulls }),
  };
}

/** Sorts a cluster that was read by whether it has a backup section. */
export function sorted(value: JsonValue, cluster: Cluster): Exclude<ReadCluster, { readonly is: "invalid" }> {
  if (cluster.resource.spec.backup?.pgbackrest !== undefined) return { is: "cluster", cluster };
  const emptySection = emptySectionOf(value);
  return { is: "without-backup", cluster, ...(emptySection !== undefined && { emptySection }) };
}

/** The path of a backup section that is written down, with nothing in it. */
function emptySectionOf(value: JsonValue): Path | undefined {
  const backup = valueAt(value, ["spec", "backup"]);
  if (valueAt(backup, ["pgbackrest"]) !== undefined) return ["spec", "backup", "pgbackrest"];
  return backup === undefined ? undefined : ["spec", "backup"];
}

/** A list of repositories that the API server refuses: one that is missing, or that has a name twice. */
function refusedRepositories(value: JsonValue, { object, resource }: Cluster): readonly Diagnostic[] {
  const section = resource.spec.backup?.pgbackrest;
  if (section === undefined) return [];
  const path = ["spec", "backup", "pgbackrest", "repos"];
  // Null is allowed and means none (contract 1.1).
  if (section.repos === undefined && valueAt(value, path) === undefined) {
    return [
      {
        at: { in: "field", object, path },
        problem: "`repos` is missing, but the API server requires it.",
        fix: "Add `repos` with at least one repository, for example `repos: [{name: repo1, storage: pvc, volume: {size: 100Gi}}]`.",
      },
    ];
  }
  const twice = repeatedName(section);
  if (twice === undefined) return [];
  return [
    {
      at: { in: "field", object, path: [...path, twice, "name"] },
      problem: `\`${section.repos?.[twice]?.name}\` is already the name of an earlier repository, which the API server refuses.`,
      fix: "Name the repositories `repo1`, `repo2` and so on, in the order of the list.",
    },
  ];
}

/** The cluster of a resource that passed the schema. */
function toCluster(
  resource: Postgresql,
  { object, namespace, isHostAnnotation = () => false }: ClusterOrigin,
): Cluster {
  const { metadata, spec } = resource;
  const section = spec.backup?.pgbackrest;
  const written = metadata.annotations ?? {};
  const annotations: Record<string, string> = {};
  for (const key in written) if (!isHostAnnotation(key)) annotations[key] = written[key] ?? "";
  return {
    object,
    name: metadata.name,
    dnsNamespace: metadata.namespace || namespace,
    labels: metadata.labels ?? {},
    annotations,
    resource,
    image: section?.image ?? "",
    secretName: section?.configuration?.secret ?? "",
    global: Object.entries(section?.global ?? {}),
    repositories: (section?.repos ?? []).map(readRepository),
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
  };
}

/** A clone without a point in time: the operator requires the name of a Service, or it marks the whole cluster invalid (contract 1.1). */
function refusedClone({ object, resource }: Cluster): readonly Diagnostic[] {
  const { cluster: name = "", timestamp } = resource.spec.clone ?? {};
  if (name === "" || timestamp !== undefined || /^(?=.{1,63}$)[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) return [];
  return [
    {
      at: { in: "field", object, path: ["spec", "clone", "cluster"] },
      problem: `\`${quotableName(name)}\` is not a cluster name that the operator accepts, so it marks this cluster invalid and skips it.`,
      fix: "Write the name of the cluster to clone: at most 63 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit.",
    },
  ];
}

/** Labels and annotations that the API server refuses on any object. */
function refusedMetadata({ object, labels, annotations }: Cluster): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const refuse = (field: string, key: string, problem: string) =>
    found.push({
      at: { in: "field", object, path: ["metadata", field, key] },
      problem,
      fix: "Use at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit; before a key, a DNS prefix and a slash are allowed.",
    });
  const refuseKey = (field: string, key: string) =>
    refuse(field, key, `\`${key}\` cannot be a key in \`${field}\`, so the API server refuses it.`);
  for (const key in labels) if (!isQualifiedName(key)) refuseKey("labels", key);
  for (const key in annotations) if (!isQualifiedName(key)) refuseKey("annotations", key);
  for (const key in labels) {
    const value = labels[key] ?? "";
    if (!isLabelValue(value))
      refuse("labels", key, `\`${quotableText(value)}\` cannot be the value of a label, so the API server refuses it.`);
  }
  return found;
}

function repeatedName({ repos = [] }: PgBackRestSection): number | undefined {
  const index = repos.findIndex(({ name }, position) => repos.findIndex((other) => other.name === name) < position);
  return index < 0 ? undefined : index;
}
