import type { NotRead } from "../checks/input.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { SeenKind } from "../krm/list-text.ts";
import { type ResourceHead, refOf } from "../krm/resource.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import { nearest } from "../text/nearest.ts";
import type { Item } from "./item.ts";
import { isOf, readKinds } from "./kinds.ts";

const { postgresql } = readKinds;

/** True for a kind that is `postgresql`, perhaps spelled in another way. Cheap for all others: it is asked about every kind of a list. */
export const mayBeMeantAsCluster = (kind: SeenKind): boolean =>
  kind === postgresql.kind ||
  (kind !== undefined && /gres|sql/i.test(kind) && nearest(kind, [postgresql.kind]) !== undefined);

/**
 * The resources that were meant to be clusters of this operator, by the look of them, and that nothing reads: another kind, group or
 * version. A resource of another operator is not one of them, unless it has this operator's backup section.
 */
export function lookAlikes(items: readonly Item[]): readonly NotRead[] {
  return items.flatMap(({ head, value }) =>
    mayBeMeantAsCluster(head.kind) && !isOf(postgresql, head) && (isOurGroup(head) || hasBackupSection(value))
      ? [{ object: refOf(head), expected: postgresql }]
      : [],
  );
}

function isOurGroup({ apiVersion }: ResourceHead): boolean {
  const [group, ours] = [groupOf(apiVersion), groupOf(postgresql.apiVersion)];
  return apiVersion === "" || group === ours || nearest(group, [ours]) !== undefined;
}

function hasBackupSection(value: JsonValue): boolean {
  const spec = isObject(value) ? value.spec : undefined;
  return isObject(spec) && isObject(spec.backup) && spec.backup.pgbackrest !== undefined;
}
