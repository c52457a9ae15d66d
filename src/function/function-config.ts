import {
  isJobSetting,
  type JobSetting,
  jobSettingNames,
  jobSettingOf,
  refusedJobSetting,
  refusedValue,
} from "../cpo/job-settings.ts";
import type { FlatSettings } from "../cpo/operator-configuration.ts";
import { flatten } from "../cpo/settings.ts";
import { settingsFromText, settingTypes } from "../cpo/settings-from-text.ts";
import { withoutNulls } from "../cpo/without-nulls.ts";
import type { Diagnostic, ObjectRef, Place } from "../findings/finding.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { headOf, refOf } from "../krm/resource.ts";
import { releasesLike } from "../pgbackrest/releases.ts";
import { nearest } from "../text/nearest.ts";
import { quotableName, quotableText } from "../text/quotable.ts";
import { explainViolations } from "./explain-violations.ts";
import type { FunctionConfig } from "./function-config-schema.ts";
import { isFunctionConfig } from "./generated/is-function-config.ts";
import { timeZonesOf } from "./time-zones.ts";

type Spec = NonNullable<FunctionConfig["spec"]>;

/** What the user wants, whichever form of functionConfig says so. */
export interface Config extends Omit<Spec, "operator" | "pgbackrestRelease"> {
  readonly object: ObjectRef;
  readonly pgbackrestRelease?: string;
  readonly operator: FlatSettings;
}

export type ReadConfig = { readonly is: "config"; readonly config: Config } | InvalidConfig;

/** A functionConfig that cannot be used. `value` is for the explanation by the schema, where the diagnostics do not say it all. */
export interface InvalidConfig {
  readonly is: "invalid";
  readonly value?: JsonValue;
  readonly object: ObjectRef;
  readonly diagnostics: readonly Diagnostic[];
  /** A time zone that fits the schema; it is looked up when the rest is explained. */
  readonly timeZone?: string;
}

const ownKind = "ExpandPgBackRest";
const ownVersion = "fn.cpo.opensource.cybertec.at/v1alpha1";

/** Reads the functionConfig: kind ExpandPgBackRest, a `v1` ConfigMap with its scalar settings as `data`, or none at all. */
export function readFunctionConfig(value: JsonValue | undefined): ReadConfig {
  if (value === undefined || value === null) {
    return { is: "config", config: { object: { apiVersion: ownVersion, kind: ownKind }, operator: {} } };
  }
  const head = headOf(value);
  const object = refOf(head);
  if (head.kind === "ConfigMap" && head.apiVersion === "v1") return fromConfigMap(value, object);
  if (head.kind !== ownKind || head.apiVersion !== ownVersion) {
    const problem = `The functionConfig is a \`${quotableName(head.kind) || "resource without a kind"}\` of \`${quotableName(head.apiVersion) || "no apiVersion"}\`, which this function does not read.`;
    const fix = `Use kind \`${ownKind}\` with apiVersion \`${ownVersion}\`, or a \`v1\` ConfigMap with \`data\`.`;
    return { is: "invalid", object, diagnostics: [{ at: { in: "field", object, path: ["kind"] }, problem, fix }] };
  }
  return checked(withoutNulls(value), object, []);
}

/** Says why a functionConfig cannot be used. */
export async function explainConfig(invalid: InvalidConfig): Promise<readonly Diagnostic[]> {
  const { value, object, diagnostics, timeZone } = invalid;
  const explained = value === undefined ? [] : await explainViolations([{ schema: "functionConfig", value, object }]);
  const zone = await refusedTimeZone(timeZone ?? valueAt(value, ["spec", "jobs", "timeZone"]), { object });
  return [...diagnostics, ...explained.map(asWritten), ...zone];
}

/** What is wrong with a time zone that fits the schema. */
export async function refusedTimeZone(
  zone: JsonValue | undefined,
  config: Pick<Config, "object">,
): Promise<readonly Diagnostic[]> {
  if (typeof zone !== "string") return [];
  const refused = refusedJobSetting("timeZone", zone, await timeZonesOf(true));
  return refused === undefined ? [] : [{ at: jobPlace(config, "timeZone"), ...refused }];
}

/** Where the functionConfig has a setting of CronJobs. */
export const jobPlace = ({ object }: Pick<Config, "object">, name: JobSetting): Place => ({
  in: "field",
  object,
  path: object.kind === "ConfigMap" ? ["data", name] : ["spec", "jobs", name],
});

/** In the ConfigMap form a setting has no other place than `data`. */
function asWritten(diagnostic: Diagnostic): Diagnostic {
  const { at } = diagnostic;
  if (at.in !== "field" || at.object.kind !== "ConfigMap") return diagnostic;
  const [setting] = at.path.filter((key) => key !== "spec" && key !== "operator" && key !== "jobs");
  return { ...diagnostic, at: { ...at, path: setting === undefined ? ["data"] : ["data", setting] } };
}

function checked(value: JsonValue, object: ObjectRef, diagnostics: readonly Diagnostic[]): ReadConfig {
  if (!isFunctionConfig(value)) return { is: "invalid", value, object, diagnostics };
  const { timeZone } = value.spec?.jobs ?? {};
  if (diagnostics.length > 0)
    return { is: "invalid", object, diagnostics, ...(timeZone !== undefined && { timeZone }) };
  const { operator, pgbackrestRelease, ...spec } = value.spec ?? {};
  // Without quotes YAML makes a number of `2.50`.
  const release = typeof pgbackrestRelease === "number" ? pgbackrestRelease.toFixed(2) : pgbackrestRelease;
  if (release !== undefined && releasesLike(release) === undefined) {
    const at = { in: "field" as const, object, path: ["spec", "pgbackrestRelease"] };
    const problem = `\`${quotableText(release)}\` is not a pgBackRest release.`;
    return {
      is: "invalid",
      object,
      diagnostics: [{ at, problem, fix: "Write it as `pgbackrest version` shows it, for example `2.58.0`." }],
    };
  }
  return {
    is: "config",
    config: {
      ...spec,
      ...(release !== undefined && { pgbackrestRelease: release }),
      object,
      operator: flatten(operator ?? {}),
    },
  };
}

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

function fromConfigMap(value: JsonValue, object: ObjectRef): ReadConfig {
  const given = isObject(value) ? withoutNulls(value.data ?? {}) : {};
  const data: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  const at = (key: string) => ({ in: "field" as const, object, path: ["data", key] });
  const spec: Record<string, JsonValue> = {};
  const jobs: Record<string, JsonValue> = {};
  for (const [key, text] of Object.entries(isObject(given) ? given : {})) {
    if (typeof text !== "string") {
      diagnostics.push({
        at: at(key),
        problem: `\`${key}\` is not a string, but a ConfigMap holds only strings.`,
        fix: `Put the value of \`${key}\` in quotes.`,
      });
    } else if (Object.hasOwn(settingTypes, key)) data[key] = text;
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
  const resource = { apiVersion: ownVersion, kind: ownKind, spec: { ...spec, jobs, operator: settings } };
  return checked(JSON.parse(JSON.stringify(resource)), object, diagnostics);
}

const noSelector = (text: string, at: Diagnostic["at"]): Diagnostic => ({
  at,
  problem: `\`selector\` is \`${quotableText(text)}\`, which is not a label selector that a ConfigMap can hold.`,
  fix: "Write `key=value`, `key!=value`, `key` or `!key`, joined by commas.",
});

function unknownKey(key: string, at: Diagnostic["at"]): Diagnostic {
  const known = nearest(key, [...Object.keys(ownKeys), ...jobSettingNames, ...Object.keys(settingTypes)]);
  return {
    at,
    problem: `\`${key}\` is not a setting.`,
    fix: known === undefined ? "Remove it; `fn-config/schema.json` lists the settings." : `Did you mean \`${known}\`?`,
  };
}
