import { jobSettingNames, pathInCronJob } from "../cpo/job-settings.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type ChangedField, changedFields, type FieldPath } from "./changed-fields.ts";
import { changedOptions } from "./changed-text.ts";

/**
 * What is different in a stored object, without what somebody else may set, or rewrites harmlessly: the mark, labels and annotations of others,
 * owner references, the order of options, what the operator keeps in a CronJob (contract 4.2 to 4.5, control-plane section 4).
 * @param wanted What the manifests ask for.
 * @param given With `complete`, the same with the API server's defaults, where it was asked. With `isOwnManifest`, the resource in the cluster
 * says what is wanted: then what the operator keeps in a CronJob is somebody's wish that no resource can hold.
 */
export function changedObject(
  wanted: JsonObject,
  stored: JsonObject,
  {
    complete = wanted,
    isOwnManifest = false,
  }: { readonly complete?: JsonObject; readonly isOwnManifest?: boolean } = {},
): readonly ChangedField[] {
  const texts = ["labels", "annotations"].flatMap((map) => changedTexts(wanted, stored, ["metadata", map]));
  if (wanted.kind === "ConfigMap") return [...changedData(wanted, stored), ...texts];
  return [
    ...[...changedFields(complete.spec, stored.spec, ["spec"])].filter(
      ({ path }) => !isOfOthers(wanted, path, isOwnManifest),
    ),
    ...texts,
  ];
}

const markPrefix = "expand-pgbackrest.fn.cpo.opensource.cybertec.at/";

/** Labels or annotations that are asked for; others may be anybody's. */
function changedTexts(wanted: JsonObject, stored: JsonObject, path: FieldPath): readonly ChangedField[] {
  // Those of a postgresql are its author's: what the operator reads of them shows in the objects.
  const asked = valueAt(wanted, path);
  if (!isObject(asked) || wanted.kind === "postgresql") return [];
  return Object.entries(asked).flatMap(([key, value]) => {
    const found = valueAt(stored, [...path, key]);
    return key.startsWith(markPrefix) || found === value ? [] : [{ path: [...path, key], wanted: value, found }];
  });
}

/** True for what is not asked for, and left alone by the operator, or without effect. */
function isOfOthers(wanted: JsonObject, path: FieldPath, isOwnManifest: boolean): boolean {
  if (isAt(path, templateNamespace) || isAt(path, jobTemplateNamespace)) return true;
  if (wanted.kind !== "CronJob") return false;
  const kept = isOwnManifest ? keptInCronJobs : saidElsewhere;
  return kept.some((each) => isAt(path, each)) && valueAt(wanted, path) === undefined;
}

const templateNamespace = ["spec", "template", "metadata", "namespace"];
const jobTemplateNamespace = ["spec", "jobTemplate", "spec", "template", "metadata", "namespace"];
/** A suspended CronJob is a problem of its own, and annotations may be anybody's. */
const saidElsewhere: readonly FieldPath[] = [
  pathInCronJob("suspend"),
  ["spec", "jobTemplate", "spec", "template", "metadata", "annotations"],
];
const keptInCronJobs: readonly FieldPath[] = [
  ...jobSettingNames.map(pathInCronJob),
  ["spec", "concurrencyPolicy"],
  ["spec", "jobTemplate", "spec", "template", "metadata", "annotations"],
];

const isAt = (path: FieldPath, above: FieldPath) => above.every((key, index) => path[index] === key);

/** Options of configurations. pgBackRest reads every file that ends in `.conf`, so another one is a change. */
function changedData(wanted: JsonObject, stored: JsonObject): readonly ChangedField[] {
  const [asked, found] = [fieldsOf(wanted.data), fieldsOf(stored.data)];
  const others = Object.keys(found).filter((key) => !Object.hasOwn(asked, key) && key.endsWith(".conf"));
  return [
    ...Object.entries(asked).flatMap(([key, text]) => {
      const other = found[key];
      if (typeof text !== "string" || typeof other !== "string")
        return text === other ? [] : [{ path: ["data", key], wanted: undefined, found: undefined }];
      return changedOptions(text, other).map(({ name, ...sides }) => ({ path: ["data", key, name], ...sides }));
    }),
    ...others.map((key) => ({ path: ["data", key], wanted: undefined, found: found[key] })),
  ];
}

const fieldsOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});
