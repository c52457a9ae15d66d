import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { aroundDifference } from "./around-difference.ts";
import type { ChangedField, FieldPath } from "./changed-fields.ts";
import { changedObject } from "./changed-object.ts";
import type { Asked } from "./observed.ts";
import type { DriftChange } from "./status-schema.ts";
import { visible } from "./visible.ts";

/** What the API server says to an object in a dry run: what it would store, or why it would not. */
export type DryRun =
  | { readonly is: "accepted"; readonly object: JsonObject }
  | { readonly is: "refused"; readonly code: number; readonly message: string };

/** An object that the manifests ask for, and what there is. */
export interface ComparedObject {
  readonly wanted: JsonObject;
  readonly stored: Asked<JsonObject>;
  /** The wanted one as a new object, with the API server's defaults. Absent where it was not asked: then those that are known count. */
  readonly asNew?: DryRun;
  /** True where the resource in the cluster says what is wanted, and no manifest does. */
  readonly isOwnManifest?: boolean;
  /** What the API server says to an apply of it. */
  readonly applied?: DryRun;
}

/** Whether a text of an object may be shown; others hold secrets, or may. */
export type MayShowText = (kind: string, path: FieldPath, text: string) => boolean;

/** How an object is not what the manifests ask for; undefined where it is. */
export function driftOf(compared: ComparedObject, mayShow: MayShowText): DriftChange | undefined {
  const { wanted, stored, asNew, applied, isOwnManifest = false } = compared;
  const named = { kind: textOf(wanted.kind), name: nameOf(wanted) };
  if (stored === "missing") return { ...named, is: "missing" };
  if (isUnknown(stored)) return { ...named, is: "unknown", ...(stored.why !== "" && { why: stored.why }) };
  const complete = asNew?.is === "accepted" ? asNew.object : wanted;
  const changed = changedObject(wanted, stored, { complete, isOwnManifest });
  if (changed.length === 0) return undefined;
  const fields = changed.map((field) => shownField(named.kind, field, mayShow));
  const refusal = [applied, asNew].find((answer) => answer?.is === "refused");
  if (refusal?.is === "refused") return { ...named, is: "refused", fields, why: refusalText(named.kind, refusal) };
  return { ...named, is: "changed", fields };
}

/** A Secret that is missing, and others that the same `secretGenerator` made at another time. */
export const otherGeneration = (name: string, others: readonly string[]): DriftChange => ({
  kind: "Secret",
  name,
  is: "missing",
  why: `There is ${others.slice(0, 3).map(visible).join(", ")}, of another generation of the same secretGenerator. Apply the Secret and the postgresql from one build.`,
});

const isUnknown = (stored: Exclude<Asked<JsonObject>, "missing">): stored is Exclude<typeof stored, JsonObject> =>
  typeof stored.unknown === "string" && typeof stored.why === "string";

function refusalText(kind: string, { code, message }: Extract<DryRun, { is: "refused" }>): string {
  const sentence = visible(message.length <= longestSentence ? message : `${message.slice(0, longestSentence)}...`);
  const said = `The API server refuses it (${code}): ${sentence.replace(/\.?$/, ".")}`;
  return kind === "StatefulSet" && /updates to statefulset spec for fields other than/.test(message)
    ? `${said} The operator deletes such a StatefulSet, keeps its pod and its volumes, and creates it again as the postgresql asks for; an apply after that succeeds.`
    : said;
}

const longestSentence = 400;

function shownField(kind: string, { path, wanted, found }: ChangedField, mayShow: MayShowText) {
  const show = (value: JsonValue | undefined) => (value === undefined ? undefined : shown(kind, path, value, mayShow));
  const [left, right] = aroundDifference(show(wanted), show(found));
  return {
    path: pathText(path),
    ...(left !== undefined && { wanted: left }),
    ...(right !== undefined && { found: right }),
  };
}

function shown(kind: string, path: FieldPath, value: JsonValue, mayShow: MayShowText): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "a mapping";
  if (typeof value !== "string") return String(value);
  return mayShow(kind, path, value) ? value : "(not shown)";
}

/** `spec.containers[0].image`; a name that is not plain is in quotes. */
function pathText(path: FieldPath): string {
  return path
    .map((key, index) =>
      typeof key === "number"
        ? `[${key}]`
        : /^[\w-]+$/.test(key)
          ? `${index === 0 ? "" : "."}${key}`
          : `["${visible(key)}"]`,
    )
    .join("");
}

const textOf = (value: JsonValue | undefined) => (typeof value === "string" ? value : "");
const nameOf = ({ metadata }: JsonObject) => (isObject(metadata) ? textOf(metadata.name) : "");
