import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type Refused, refused } from "./moment.ts";

/** True for a resource of a standby cluster, which follows another one. */
export const isStandby = (resource: JsonValue): boolean => isObject(valueAt(resource, ["spec", "standby"]));

/** Why nothing is restored from the backups of a standby cluster: it has no primary, which pgBackRest needs for a backup. */
export const standbyRefusal = (name: string): Refused =>
  refused(
    `${name} is a standby cluster (\`spec.standby\`): it follows another cluster, and takes no backup of its own until it is promoted.`,
    "Restore the cluster that it follows, or clone that one. If `pgbackrest info` shows that this one has backups from before, add --force.",
  );

/** What the reviewer of a patch that restores one nevertheless must know. */
export const standbyNote =
  "This is a standby cluster (spec.standby): as long as it has that section, Patroni makes it follow the other cluster, also after a restore.";
