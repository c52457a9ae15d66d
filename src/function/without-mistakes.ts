import { type ClusterOrigin, readKnownFields } from "../cpo/read-cluster.ts";
import type { Path } from "../findings/finding.ts";
import { changedAt, withField, without } from "../json/changed-value.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { isWithin } from "./mended-findings.ts";

/** Fields that must be there, with values that no rule minds. */
const placeholders: Readonly<Record<string, JsonValue>> = {
  teamId: "team",
  numberOfInstances: 1,
  postgresql: { version: "17" },
  volume: { size: "10Gi" },
};

/**
 * The resource without what the schema refuses, and without as little else as that takes; undefined where that leaves nothing to read. What
 * only lacks its quotes is kept, and so is a name that is written as a reference (`secret: {name: x}`).
 */
export function withoutMistakes(
  value: JsonValue,
  mistakes: readonly Path[],
  origin: ClusterOrigin,
): JsonValue | undefined {
  const isMeant = (path: Path) => meantText(valueAt(value, path)) !== undefined;
  const quoted = changedAt(value, mistakes.filter(isMeant), (found) => meantText(found) ?? found);
  const others = mistakes.filter((path) => !isMeant(path));
  return withoutAll(quoted, others, origin) ?? withoutAll(value, mistakes, origin);
}

/** The text that was certainly meant by a value, if there has to be a text. */
function meantText(value: JsonValue | undefined): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  return keys.length === 1 && typeof value.name === "string" ? value.name : undefined;
}

function withoutAll(value: JsonValue, mistakes: readonly Path[], origin: ClusterOrigin): JsonValue | undefined {
  for (let paths = mistakes; ; paths = paths.map(widened)) {
    const rest = withPlaceholders(without(value, paths));
    if (readKnownFields(rest, origin) !== undefined) return rest;
    if (paths.every((path) => path.length <= 2)) return undefined;
  }
}

/** One level up; of a list, all. Nothing can be said of backups where a repository is not known by name and storage. */
const widened = (path: Path): Path =>
  path.length <= 2 || (isWithin(path, repos) && path.length <= repos.length + 2)
    ? path.slice(0, 2)
    : path.slice(0, typeof path.at(-2) === "number" ? -2 : -1);

export const repos: Path = ["spec", "backup", "pgbackrest", "repos"];

const withPlaceholders = (value: JsonValue): JsonValue =>
  Object.entries(placeholders).reduce<JsonValue>(
    (now, [field, placeholder]) => withField(now, ["spec", field], placeholder) ?? now,
    value,
  );
