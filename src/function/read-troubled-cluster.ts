import type { Cluster } from "../cpo/cluster.ts";
import { postgresqlFields } from "../cpo/generated/postgresql-fields.ts";
import { postgresql } from "../cpo/postgresql.ts";
import { type ClusterOrigin, readKnownFields } from "../cpo/read-cluster.ts";
import { withoutNulls } from "../cpo/without-nulls.ts";
import type { Diagnostic, Path } from "../findings/finding.ts";
import { withField, without } from "../json/changed-value.ts";
import { unknownFields } from "../json/field-tree.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { problemOf, severityOf } from "./dropped-field.ts";
import { explainSchema } from "./explain-schema.ts";
import { fieldAdvice } from "./field-advice.ts";
import { isWithin, type Mended, moveBack, pathSet } from "./mended-findings.ts";
import { repos, withoutMistakes } from "./without-mistakes.ts";

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
