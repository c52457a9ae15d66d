import type { JsonValue } from "../json/json-value.ts";

/**
 * Drops fields whose value is null, as the API server does for all that are not nullable; a nullable field that is null means the
 * same as an absent one to the operator. Nulls in lists stay: there the schema refuses them. In maps that the schema does not look into
 * a null becomes an empty text, as Go decodes it. A null under a name that no field has stays below `spec.backup` and `spec.clone`, for
 * the schema to refuse. Values without nulls are not copied.
 */
export function withoutNulls(value: JsonValue): JsonValue {
  return hasNull(value) ? cleaned(value, []) : value;
}

/** All names of fields below `spec.backup` and `spec.clone`; a test holds them to be the schema's. */
export const sectionFields: ReadonlySet<string> = new Set(
  `account cluster configuration cpu diff endpoint env full global id image incr iops key keyType labels limits matchExpressions matchLabels memory
  name operator options pgbackrest protection region repo repos requests resource resources restore s3_access_key_id s3_endpoint
  s3_force_path_style s3_secret_access_key s3_wal_path schedule secret selector size storage storageClass subPath throughput timestamp uid values
  volume`.split(/\s+/),
);

/** Where fields have names: not in maps, and not in variables, which the schema does not look into. */
const mayBeMisspelled = (path: readonly string[]) =>
  path[0] === "spec" &&
  (path[1] === "backup" || path[1] === "clone") &&
  !path.some((key) => ["global", "options", "labels", "env"].includes(key));

const keepsEntries = (path: readonly string[]) =>
  path.at(-1) === "matchLabels" || /^metadata (labels|annotations)$/.test(path.join(" "));

function hasNull(value: JsonValue): boolean {
  if (typeof value !== "object") return false;
  if (value === null) return true;
  for (const key in value) if (hasNull(Reflect.get(value, key))) return true;
  return false;
}

function cleaned(value: JsonValue, path: readonly string[]): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => cleaned(item, [...path, "*"]));
  const fields: Record<string, JsonValue> = {};
  for (const [key, field] of Object.entries(value)) {
    if (field !== null) fields[key] = cleaned(field, [...path, key]);
    else if (keepsEntries(path)) fields[key] = "";
    else if (mayBeMisspelled(path) && !sectionFields.has(key)) fields[key] = null;
  }
  return fields;
}
