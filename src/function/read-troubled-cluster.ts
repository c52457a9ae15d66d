import type { Cluster } from "../cpo/cluster.ts";
import { unknownFields } from "../cpo/field-tree.ts";
import { postgresqlFields } from "../cpo/generated/postgresql-fields.ts";
import { postgresql } from "../cpo/postgresql.ts";
import { type ClusterOrigin, readKnownFields } from "../cpo/read-cluster.ts";
import { withoutNulls } from "../cpo/without-nulls.ts";
import type { Diagnostic, Path, Severity } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { nearest } from "../text/nearest.ts";
import { explainSchema } from "./explain-schema.ts";
import { dotted, type FieldAdvice, fieldAdvice } from "./field-advice.ts";
import { isWithin, type Mended, moveBack, pathSet } from "./mended-findings.ts";

/** What can be said of a `postgresql` that is not as it should be. */
export interface TroubledCluster {
  /** What is refused, or dropped where backups are concerned. */
  readonly errors: readonly Diagnostic[];
  /** Other fields that are dropped. */
  readonly dropped: readonly Diagnostic[];
  /** As far as it can be read. With errors it is good for checks alone: what was certainly meant is in its place, what is wrong is left out. */
  readonly read?: { readonly value: JsonValue; readonly cluster: Cluster };
  /** Fields that were put in their place for the checks. */
  readonly moves: Mended["moves"];
  /** What was left out: what is found about these places follows from it. */
  readonly leftOut: readonly Path[];
}

/** A mistake may be behind another one, once that is mended; beyond so many it is no `postgresql`. */
const rounds = 8;

/**
 * Reads a `postgresql` that has fields which the API server drops, or that it refuses. Only called for these: this module brings the
 * schema library with it.
 */
export function readTroubledCluster(given: JsonValue, origin: ClusterOrigin): TroubledCluster {
  const fields = postgresqlFields();
  const errors: Diagnostic[] = [];
  const leftOut: Path[] = [];
  const dropped: Diagnostic[] = [];
  const moves: Array<Mended["moves"][number]> = [];
  const { add: moved, written } = moveBack();
  const at = (path: Path) => ({ in: "field" as const, object: origin.object, path: written(path) });
  let value = given;
  let hasBackup = true;
  for (let round = 0; round < rounds; round += 1) {
    const unknown = unknownFields(value, fields);
    if (unknown.length === 0) break;
    const before = value;
    value = without(value, unknown);
    if (round === 0) hasBackup = isObject(valueAt(value, ["spec", "backup", "pgbackrest"]));
    for (const path of unknown) {
      const field = valueAt(before, path) ?? null;
      const isTaken = (place: Path) => valueAt(before, place) !== undefined;
      const advice = fieldAdvice(fields, { path, value: field, isTaken });
      const severity = severityOf(path, field, advice, hasBackup);
      const problem = problemOf(path, severity, advice, hasBackup || round > 0);
      (severity === "error" ? errors : dropped).push({ at: at(path), problem, fix: advice.fix });
      // A whole section of another tool: what its fields hold is missing here, and said already.
      if (advice.value !== undefined) leftOut.push(path.slice(0, -1));
      if (severity !== "error") continue;
      const likeliest = advice.likeliest && inOnlyEntries(value, advice.likeliest);
      const repaired = likeliest && withField(value, likeliest, advice.value ?? field);
      if (likeliest === undefined || repaired === undefined) {
        leftOut.push(...advice.meant.filter((place) => !isTaken(place)));
        continue;
      }
      value = repaired;
      const move = { from: path, to: likeliest };
      moves.push(move);
      moved(move);
    }
  }
  const explained = explainSchema(postgresql, withoutNulls(value), origin.object);
  const mistakes: Path[] = [];
  for (const diagnostic of explained) {
    if (diagnostic.at.in !== "field") continue;
    mistakes.push(diagnostic.at.path);
    errors.push({ ...diagnostic, at: at(diagnostic.at.path) });
  }
  const readable = explained.length === 0 ? value : withoutMistakes(value, mistakes, origin);
  leftOut.push(...mistakes);
  const first = readable === undefined ? undefined : readKnownFields(readable, origin);
  const known = pathSet();
  for (const path of leftOut) known.add(path);
  for (const diagnostic of first?.refused ?? []) {
    if (diagnostic.at.in !== "field") continue;
    const { path } = diagnostic.at;
    if (known.isRelated(path)) continue;
    leftOut.push(path);
    known.add(path);
    errors.push({ ...diagnostic, at: at(path) });
  }
  const rest = first?.refused.some(({ at }) => at.in === "field" && isWithin(at.path, repos))
    ? without(readable ?? null, [["spec", "backup"]])
    : readable;
  const read = rest === undefined ? undefined : readKnownFields(rest, origin);
  return {
    errors,
    dropped,
    moves,
    leftOut: leftOut.map(written),
    ...(read !== undefined && rest !== undefined && { read: { value: rest, cluster: read.cluster } }),
  };
}

const sections: readonly Path[] = [
  ["spec", "backup"],
  ["spec", "clone"],
];
const isInSection = (path: Path) => sections.some((section) => isWithin(path, section));

/** An error where it may be the backup, or the clone, that is lost. */
function severityOf(path: Path, value: JsonValue, { meant }: FieldAdvice, hasBackup: boolean): Severity {
  const name = String(path.at(-1));
  const isError =
    isInSection(path) ||
    (meant.length > 0 && meant.every(isInSection)) ||
    ["backup", "clone", "pgbackrest"].some((section) => nearest(name, [section]) !== undefined || name === section) ||
    (!hasBackup && speaksOfBackups(value));
  return isError ? "error" : "warning";
}

/** True where a value holds what only a backup section has. */
function speaksOfBackups(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(speaksOfBackups);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([key, field]) => /^(pgbackrest|repos|repo\d+-.*)$/i.test(key) || speaksOfBackups(field),
  );
}

function problemOf(path: Path, severity: Severity, { meant }: FieldAdvice, hasBackup: boolean): string {
  const name = String(path.at(-1));
  if (isInSection(path)) {
    const effect = hasBackup || path[1] !== "backup" ? "it has no effect" : "nothing is backed up";
    return `\`${name}\` is not a field here, so the API server drops it and ${effect}.`;
  }
  const parent = path.slice(0, -1);
  const place = parent.length === 0 ? "of a `postgresql`" : `of ${dotted(parent)}`;
  const isClone = meant.length > 0 && meant.every((at) => isWithin(at, ["spec", "clone"]));
  const effect =
    severity !== "error" || (hasBackup && !isClone)
      ? "it has no effect"
      : isClone
        ? "nothing is cloned"
        : "nothing is backed up";
  return `\`${name}\` is not a field ${place}, so the API server drops it and ${effect}.`;
}

/** Fields that must be there, with values that no rule minds. */
const placeholders: Readonly<Record<string, JsonValue>> = {
  teamId: "team",
  numberOfInstances: 1,
  postgresql: { version: "17" },
  volume: { size: "10Gi" },
};

/**
 * The resource without what the schema refuses, and without as little else as that takes; undefined where that leaves nothing to read. What
 * only lacks its quotes is kept.
 */
function withoutMistakes(value: JsonValue, mistakes: readonly Path[], origin: ClusterOrigin): JsonValue | undefined {
  const isUnquoted = (path: Path) => ["number", "boolean"].includes(typeof valueAt(value, path));
  const quoted = changedAt(value, mistakes.filter(isUnquoted), String);
  const others = mistakes.filter((path) => !isUnquoted(path));
  return withoutAll(quoted, others, origin) ?? withoutAll(value, mistakes, origin);
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

const repos: Path = ["spec", "backup", "pgbackrest", "repos"];

const withPlaceholders = (value: JsonValue): JsonValue =>
  Object.entries(placeholders).reduce<JsonValue>(
    (now, [field, placeholder]) => withField(now, ["spec", field], placeholder) ?? now,
    value,
  );

/** A path that says `repos.name` with the position of the entry, where the list has only one. */
function inOnlyEntries(value: JsonValue, path: Path): Path {
  const resolved: Array<string | number> = [];
  for (const key of path) {
    const list = valueAt(value, resolved);
    if (Array.isArray(list) && list.length === 1 && typeof key === "string") resolved.push(0);
    resolved.push(key);
  }
  return resolved;
}

/** A copy without the fields at these paths. */
const without = (value: JsonValue, paths: readonly Path[]): JsonValue => changedAt(value, paths, () => undefined);

/** A copy in which the fields at these paths are others, or left out. Entries of a list cannot be left out, so they stay. */
function changedAt(
  value: JsonValue,
  paths: readonly Path[],
  change: (field: JsonValue) => JsonValue | undefined,
): JsonValue {
  if (typeof value !== "object" || value === null || paths.length === 0) return value;
  const under = new Map<string | number | undefined, Path[]>();
  for (const [key, ...rest] of paths) {
    const known = under.get(key);
    if (known === undefined) under.set(key, [rest]);
    else known.push(rest);
  }
  if (Array.isArray(value))
    return value.map((entry: JsonValue, at) => {
      const rest = under.get(at);
      if (rest === undefined) return entry;
      const isEntry = rest.some((path) => path.length === 0);
      return isEntry ? (change(entry) ?? changedAt(entry, rest, change)) : changedAt(entry, rest, change);
    });
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]): ReadonlyArray<readonly [string, JsonValue]> => {
      const rest = under.get(key);
      if (rest === undefined) return [[key, field]];
      if (!rest.some((path) => path.length === 0)) return [[key, changedAt(field, rest, change)]];
      const changed = change(field);
      return changed === undefined ? [] : [[key, changed]];
    }),
  );
}

/** A copy with a field that was not there; undefined where there is one, or where its parent is not a mapping. */
function withField(value: JsonValue, [key, ...rest]: Path, field: JsonValue): JsonValue | undefined {
  if (key === undefined) return field;
  if (Array.isArray(value)) {
    const entry: JsonValue | undefined = typeof key === "number" ? value[key] : undefined;
    const changed = entry === undefined ? undefined : withField(entry, rest, field);
    return changed === undefined ? undefined : value.map((other: JsonValue, at) => (at === key ? changed : other));
  }
  if (!isObject(value)) return undefined;
  const current = Object.hasOwn(value, key) ? value[key] : undefined;
  if (rest.length === 0) return current === undefined || current === null ? { ...value, [key]: field } : undefined;
  const changed = withField(current ?? {}, rest, field);
  return changed === undefined ? undefined : { ...value, [key]: changed };
}
