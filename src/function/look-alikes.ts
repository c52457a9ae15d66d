import type { NotRead } from "../checks/input.ts";
import type { Path } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { SeenKind } from "../krm/list-text.ts";
import { headOf, type ResourceHead, refOf } from "../krm/resource.ts";
import { groupOf } from "../kubernetes/api-version.ts";
import { nearest } from "../text/nearest.ts";
import type { Item } from "./item.ts";
import { isOf, readKinds } from "./kinds.ts";

const { operatorConfiguration, postgresql } = readKinds;

/** True for a kind that is `postgresql`, perhaps spelled in another way. Cheap for all others: it is asked about every kind of a list. */
export const mayBeMeantAsCluster = (kind: SeenKind): boolean =>
  kind === postgresql.kind ||
  (kind !== undefined && hasAPart(kind.toLowerCase()) && nearest(kind, [postgresql.kind]) !== undefined);

const hasAPart = (kind: string) => kind.includes("gres") || kind.includes("sql");

/**
 * The resources that were meant to be clusters of this operator, by the look of them, and that nothing reads: another kind, group or
 * version, or inside of another resource. A resource of another operator is not one of them, unless it has this operator's backup section.
 */
export function lookAlikes(items: readonly Item[]): readonly NotRead[] {
  return items.flatMap(({ head, value }): readonly NotRead[] => {
    if (isOf(postgresql, head) || isOf(operatorConfiguration, head)) return [];
    const isMeant = mayBeMeantAsCluster(head.kind)
      ? isOurGroup(head) || hasBackupSection(value)
      : groupOf(head.apiVersion) === groupOf(postgresql.apiVersion) && hasBackupSection(value);
    if (isMeant) return [{ object: refOf(head), expected: postgresql }];
    return clustersBelow(value).map((path) => ({ object: refOf(head), expected: postgresql, below: path }));
  });
}

/** Where a resource of another kind (an OpenShift Template, a ManifestWork) has clusters of this operator in it. */
function clustersBelow(value: JsonValue): readonly Path[] {
  const found: Path[] = [];
  const look = (at: JsonValue, path: Path) => {
    if (path.length > 0 && isObject(at) && isOf(postgresql, headOf(at))) found.push(path);
    else if (Array.isArray(at)) for (const [index, entry] of at.entries()) look(entry, [...path, index]);
    else if (isObject(at)) for (const [key, entry] of Object.entries(at)) look(entry, [...path, key]);
  };
  look(value, []);
  return found;
}

function isOurGroup({ apiVersion }: ResourceHead): boolean {
  const [group, ours] = [groupOf(apiVersion), groupOf(postgresql.apiVersion)];
  return apiVersion === "" || group === ours || nearest(group, [ours]) !== undefined;
}

function hasBackupSection(value: JsonValue): boolean {
  const spec = isObject(value) ? value.spec : undefined;
  if (!isObject(spec)) return false;
  // The section of the operator, and what hides one level too high.
  const { backup = null, pgbackrest = null } = spec;
  return [backup, pgbackrest].some((at) => isObject(at) && (at.pgbackrest !== undefined || at.repos !== undefined));
}
