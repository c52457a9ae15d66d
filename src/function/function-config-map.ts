import { isJobSetting, jobSettingNames, jobSettingOf, refusedValue } from "../cpo/job-settings.ts";
import { settingsFromText, settingTypes } from "../cpo/settings-from-text.ts";
import { withoutNulls } from "../cpo/without-nulls.ts";
import type { Diagnostic, ObjectRef } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { nearest } from "../text/nearest.ts";
import { whatIs } from "../text/quotable.ts";

/* The `v1` ConfigMap form of the functionConfig: its settings as text. */

/** Keys of the ConfigMap form in addition to the operator's settings, and how their text is read. */
const ownKeys: Readonly<Record<string, (text: string) => JsonValue>> = {
  namespace: (text) => text,
  pgbackrestRelease: (text) => text,
  adopt: flag,
  cloneConfigMap: flag,
  repoHost: (text) => text,
  selector: labelSelector,
};

/** A selector as `kubectl -l` takes it, without sets: `a=b`, `a!=b`, `a`, `!a`, joined by commas. Anything else stays text. */
function labelSelector(text: string): JsonValue {
  const matchExpressions: JsonValue[] = [];
  for (const part of text.split(",")) {
    const [, not, key, operator, value] =
      /^\s*(!?)\s*([^\s=!(),]+)\s*(?:(==?|!=)\s*([^\s=!(),]*)\s*)?$/.exec(part) ?? [];
    if (key === undefined || (not === "!" && operator !== undefined)) return text;
    if (value === undefined) matchExpressions.push({ key, operator: not === "!" ? "DoesNotExist" : "Exists" });
    else matchExpressions.push({ key, operator: operator === "!=" ? "NotIn" : "In", values: [value] });
  }
  return { matchExpressions };
}

function flag(text: string): JsonValue {
  return text === "true" ? true : text === "false" ? false : text;
}

/** The `spec` that a ConfigMap's data amounts to, and what is wrong with its texts. */
export function specOfConfigMap(
  value: JsonValue,
  object: ObjectRef,
): { readonly spec: JsonValue; readonly diagnostics: readonly Diagnostic[] } {
  const given = isObject(value) ? withoutNulls(value.data ?? {}) : {};
  const data: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  const at = (key: string) => ({ in: "field" as const, object, path: ["data", key] });
  const spec: Record<string, JsonValue> = {};
  const ofOperator: Record<string, JsonValue> = {};
  const jobs: Record<string, JsonValue> = {};
  for (const [key, text] of Object.entries(isObject(given) ? given : {})) {
    if (typeof text !== "string") {
      diagnostics.push({
        at: at(key),
        problem: `\`${key}\` is not a string, but a ConfigMap holds only strings.`,
        fix: `Put the value of \`${key}\` in quotes.`,
      });
    } else if (Object.hasOwn(settingTypes(), key)) data[key] = text;
    else if (key === "release" || key === "crd") ofOperator[key] = text;
    else if (isJobSetting(key)) {
      const value = jobSettingOf(key, text.trim());
      if (value === undefined) diagnostics.push({ at: at(key), ...refusedValue(key, text) });
      else jobs[key] = value;
    } else {
      const value = Object.hasOwn(ownKeys, key) ? ownKeys[key]?.(text) : undefined;
      if (value === undefined) diagnostics.push(unknownKey(key, at(key)));
      else if (key === "selector" && value === text) diagnostics.push(noSelector(text, at(key)));
      else spec[key] = value;
    }
  }
  const { settings, problems } = settingsFromText(data);
  diagnostics.push(...problems.map(({ setting, problem, fix }) => ({ at: at(setting), problem, fix })));
  return {
    spec: JSON.parse(JSON.stringify({ ...spec, jobs, operator: { ...settings, ...ofOperator } })),
    diagnostics,
  };
}

const noSelector = (text: string, at: Diagnostic["at"]): Diagnostic => ({
  at,
  problem: `\`selector\` is ${whatIs(text)}, which is not a label selector that a ConfigMap can hold.`,
  fix: "Write `key=value`, `key!=value`, `key` or `!key`, joined by commas.",
});

function unknownKey(key: string, at: Diagnostic["at"]): Diagnostic {
  const known = nearest(key, [
    "release",
    "crd",
    ...Object.keys(ownKeys),
    ...jobSettingNames,
    ...Object.keys(settingTypes()),
  ]);
  return {
    at,
    problem: `\`${key}\` is not a setting.`,
    fix: known === undefined ? "Remove it; `fn-config/schema.json` lists the settings." : `Did you mean \`${known}\`?`,
  };
}
