import type { Path } from "../findings/finding.ts";
import { below, type Fields, type FieldTree, isList } from "../json/field-tree.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { lazily } from "../text/memo.ts";

/*
 * Nulls in a custom resource. The API server drops those of a `create` or an `update` before it validates, and client-side `kubectl apply`
 * sends one of these; what is `nullable` keeps its null. The object that server-side apply merges is validated with its nulls, so the API
 * server refuses the resource for each that its schema does not call nullable. Fields with a default take that instead.
 * Source: what Kubernetes 1.34.4 answered, in test/cpo/testdata/null-verdicts.json; contract 8.6.
 */

/** Fields of a `postgresql` that are nullable, or have a default (CYBERTEC-pg-operator v0.9.2, crds.go). A `*` is any entry of a list or map. */
export const nullableInPostgresql = lazily(
  (): ReadonlySet<string> =>
    new Set([
      "spec.additionalVolumes.*.targetContainers",
      "spec.allowedSourceRanges",
      "spec.backup.pgbackrest.env",
      "spec.backup.pgbackrest.labels",
      "spec.backup.pgbackrest.repos",
      "spec.connectionPooler.env",
      "spec.connectionPooler.labels",
      "spec.env",
      "spec.initContainers",
      "spec.init_containers",
      "spec.labels",
      "spec.monitor",
      "spec.monitor.env",
      "spec.postgresql.env",
      "spec.postgresql.labels",
      "spec.sidecars",
      "spec.tde",
      "spec.tde.keybits",
      "spec.topologySpreadConstraints",
      "spec.users.*",
      "spec.usersWithInPlaceSecretRotation",
      "spec.usersWithSecretRotation",
    ]),
);

/**
 * The paths of all nulls in `spec` of a `postgresql` for which its schema refuses the resource, in the order of the manifest. What the schema
 * does not look into (`env`, `sidecars`) may hold any, and what is unknown to it is dropped with all that is below. An entry of a list that
 * is null is refused however it is applied.
 */
export function refusedNulls(value: JsonValue, { spec = null }: Fields): readonly Path[] {
  const found: Path[] = [];
  if (isObject(value) && value.spec !== undefined) collect(value.spec, spec, ["spec"], "spec", found);
  return found;
}

function collect(value: JsonValue, tree: FieldTree, path: Path, pattern: string, found: Path[]): void {
  if (tree === null || tree === true || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    if (!isList(tree)) return;
    for (const [at, entry] of value.entries()) {
      if (entry === null) found.push([...path, at]);
      else collect(entry, tree[0], [...path, at], `${pattern}.*`, found);
    }
    return;
  }
  if (isList(tree) || !isObject(value)) return;
  for (const [name, field] of Object.entries(value)) {
    const known = below(tree, name);
    if (known === undefined) continue;
    const ownPattern = `${pattern}.${Object.hasOwn(tree, name) ? name : "*"}`;
    if (field !== null) collect(field, known, [...path, name], ownPattern, found);
    else if (!nullableInPostgresql().has(ownPattern)) found.push([...path, name]);
  }
}
