import { type JobSetting, refusedJobSetting } from "../cpo/job-settings.ts";
import type { FlatSettings } from "../cpo/operator-configuration.ts";
import { flatten } from "../cpo/settings.ts";
import type { CrdName } from "../cpo/static-crds.ts";
import { withoutNulls } from "../cpo/without-nulls.ts";
import type { Diagnostic, ObjectRef, Place } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { headOf, refOf } from "../krm/resource.ts";
import { releasesLike } from "../pgbackrest/releases.ts";
import { quotableName, quotableText } from "../text/quotable.ts";
import { configuredRelease, type UsableRelease } from "./configured-release.ts";
import { explainViolations } from "./explain-violations.ts";
import { specOfConfigMap } from "./function-config-map.ts";
import type { FunctionConfig } from "./function-config-schema.ts";
import { isFunctionConfig } from "./generated/is-function-config.ts";
import { timeZonesOf } from "./time-zones.ts";

type Spec = NonNullable<FunctionConfig["spec"]>;

/** What the user wants, whichever form of functionConfig says so. */
export interface Config extends Omit<Spec, "operator" | "pgbackrestRelease"> {
  readonly object: ObjectRef;
  readonly pgbackrestRelease?: string;
  readonly operator: FlatSettings;
  /** The CustomResourceDefinition of `postgresql` that is in force; absent where the functionConfig does not say. */
  readonly crd?: CrdName;
  /** The operator's release; absent where the functionConfig does not say. */
  readonly operatorRelease?: UsableRelease;
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
  if (head.kind === "ConfigMap" && head.apiVersion === "v1") {
    const { spec, diagnostics } = specOfConfigMap(value, object);
    return checked({ apiVersion: ownVersion, kind: ownKind, spec }, object, diagnostics);
  }
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

/** Where the functionConfig has the operator's release. */
export const releasePlace = ({ object }: Pick<Config, "object">): Place => ({
  in: "field",
  object,
  path: object.kind === "ConfigMap" ? ["data", "release"] : ["spec", "operator", "release"],
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
  const { operator: { release: written, crd, ...operator } = {}, pgbackrestRelease, ...spec } = value.spec ?? {};
  const operatorRelease = written === undefined ? undefined : configuredRelease(written);
  if (operatorRelease?.is === "refused") {
    const { problem, fix } = operatorRelease;
    return { is: "invalid", object, diagnostics: [{ at: releasePlace({ object }), problem, fix }] };
  }
  // Without quotes YAML makes a number of `2.50`.
  const release = typeof pgbackrestRelease === "number" ? pgbackrestRelease.toFixed(2) : pgbackrestRelease;
  if (release !== undefined && releasesLike(release) === undefined) {
    const at = { in: "field" as const, object, path: ["spec", "pgbackrestRelease"] };
    const problem =
      release.trim() === ""
        ? "`pgbackrestRelease` is empty."
        : `\`${quotableText(release)}\` is not a pgBackRest release.`;
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
      ...(operatorRelease !== undefined && { operatorRelease }),
      ...(crd !== undefined && { crd }),
      object,
      operator: flatten(operator),
    },
  };
}
