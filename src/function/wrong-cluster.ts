import { postgresqlFields } from "../cpo/generated/postgresql-fields.ts";
import { hasOnlyKnownFields } from "../json/field-tree.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { ListText } from "../krm/list-text.ts";
import { itemsAt, type ReadItem } from "./item.ts";
import { mayBeOfThisOperator, textOf } from "./item-text.ts";
import { readKinds } from "./kinds.ts";

/**
 * True where, of clusters that do not mention pgbackrest, one may have a backup section, a clone, a field that the API server drops, or
 * another version. What counts for that are the names of fields; so clusters that differ only in plain values are read once.
 */
export function hasWrongCluster(list: ListText, clusters: readonly number[], read: ReadItem): boolean {
  const healthy = new Set<string>();
  return clusters.some((index) => {
    const text = textOf(list, index);
    if (
      mayHaveOtherVersion(text) &&
      mayBeOfThisOperator(list, index) &&
      itemsAt(list, read, index).some(({ head }) => head.apiVersion !== readKinds.postgresql.apiVersion)
    )
      return true;
    const skeleton = text.replace(plainValues, "$1");
    if (healthy.has(skeleton)) return false;
    if (!itemsAt(list, read, index).every(({ value }) => isWithoutBackup(value))) return true;
    healthy.add(skeleton);
    return false;
  });
}

/** True where the version is not certainly this operator's. */
const mayHaveOtherVersion = (text: string) => !text.includes("apiVersion") || otherVersion.test(text);

const otherVersion =
  /apiVersion(?!["']?: *(?:cpo\.opensource\.cybertec\.at\/v1|(["'])cpo\.opensource\.cybertec\.at\/v1\1) *(?:\r?$|,? #|[,}]["\s]))/m;

/** A value on the line of its key, or a comment: no other line can depend on it. */
const plainValues = /^([ -]*[\w./][\w./-]*:) (?:[^\s#{}[\]&*!|>'"%@`?,][^\n]*|'[^'\n]*'|"[^"\\\n]*")$|^[ -]*#.*$/gm;

/** True for a cluster in which no field is unknown, and none is about backups. */
function isWithoutBackup(value: JsonValue): boolean {
  if (!isObject(value) || !isObject(value.spec)) return false;
  return !("backup" in value.spec || "clone" in value.spec) && hasOnlyKnownFields(value, postgresqlFields());
}
