import { isOperatorConfiguration } from "../cpo/generated/is-operator-configuration.ts";
import type { FlatSettings } from "../cpo/operator-configuration.ts";
import { type OwnConfiguration, ownConfigMap, ownResource } from "../cpo/own-configuration.ts";
import { flatten, type Origin } from "../cpo/settings.ts";
import { settingsFromText, settingTypes } from "../cpo/settings-from-text.ts";
import { withoutNulls } from "../cpo/without-nulls.ts";
import type { Diagnostic, ObjectRef, Path, Place } from "../findings/finding.ts";
import { equalValues } from "../json/equal-values.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { namesOf, refOf } from "../krm/resource.ts";
import type { SchemaViolation } from "./explain-violations.ts";
import type { Config } from "./function-config.ts";
import type { Item } from "./item.ts";
import type { Resources } from "./resources.ts";
import { operatorMapName } from "./settings-words.ts";

/** The operator's own configuration as found among the resources. */
export interface FoundConfiguration {
  readonly origin: Origin;
  readonly settings: FlatSettings;
  /** The resource it was read from, and its value. */
  readonly object?: ObjectRef;
  readonly value?: JsonValue;
  /** What decides whether the operator can work with it; absent where it cannot be read. */
  readonly own?: OwnConfiguration;
  readonly diagnostics: readonly Diagnostic[];
  /** An OperatorConfiguration that does not fit its schema, for the explanation. */
  readonly violations: readonly SchemaViolation[];
}

/**
 * Finds the operator's configuration: its resource, else its ConfigMap form, else none. Two of them are an error, because it is unclear
 * which one counts. The functionConfig, which kpt also passes among the items, does not count. Without one, that of a Kubernetes cluster counts.
 */
export function findOperatorConfiguration(
  { operatorConfigurations, configMaps }: Pick<Resources, "operatorConfigurations" | "configMaps">,
  functionConfig: ObjectRef,
  living: readonly Item[] = [],
): FoundConfiguration {
  const maps = configMaps.filter((item) => isOperatorConfigMap(item) && !isSame(refOf(item.head), functionConfig));
  // The resource overrides the ConfigMap entirely, so a ConfigMap beside it has no effect; it may also be another operator's.
  const [first, second] = [operatorConfigurations, maps, living].find((items) => items.length > 0) ?? [];
  if (first === undefined) return { origin: { from: "chart" }, settings: {}, diagnostics: [], violations: [] };
  const diagnostics = second === undefined || sameValue(first, second) ? [] : [twoConfigurations(first, second)];
  const object = refOf(first.head);
  if (first.head.kind === "ConfigMap") {
    const read = fromConfigMap(first);
    return { ...read, object, diagnostics: [...diagnostics, ...read.diagnostics] };
  }
  const value = withoutNulls(first.value);
  if (!isOperatorConfiguration(value)) {
    return {
      origin: { from: "chart" },
      settings: {},
      object,
      diagnostics,
      violations: [{ schema: "operatorConfiguration", value, object }],
    };
  }
  const origin: Origin = {
    from: "OperatorConfiguration",
    kubernetesSection: value.configuration.kubernetes !== undefined,
  };
  return {
    origin,
    settings: flatten(value.configuration),
    object,
    value,
    own: ownResource(object, first.value, value),
    diagnostics,
    violations: [],
  };
}

const isSame = (left: ObjectRef, right: ObjectRef) =>
  left.kind === right.kind && left.name === right.name && left.namespace === right.namespace;

/** The settings alone: hosts number the items in their annotations. */
const sameValue = (left: Item, right: Item) => equalValues(settingsOf(left), settingsOf(right));

const settingsOf = ({ value }: Item) => (isObject(value) ? (value.configuration ?? value.data) : value);

/** Of the ConfigMaps that mention what the operator's always has, one with at least two settings is the operator's; by its name, with one. */
function isOperatorConfigMap({ head, value }: Item): boolean {
  const data = isObject(value) && isObject(value.data) ? value.data : {};
  const settings = Object.keys(data).filter((key) => Object.hasOwn(settingTypes(), key)).length;
  return settings >= (namesOf(head).some((name) => name.endsWith(operatorMapName)) ? 1 : 2);
}

function fromConfigMap(item: Item): FoundConfiguration {
  const object = refOf(item.head);
  const data: Record<string, string> = {};
  for (const [key, text] of Object.entries(isObject(item.value) && isObject(item.value.data) ? item.value.data : {})) {
    if (typeof text === "string") data[key] = text;
  }
  const { settings, problems } = settingsFromText(data);
  return {
    origin: { from: "ConfigMap" },
    settings,
    own: ownConfigMap(object, data),
    violations: [],
    diagnostics: problems.map(({ setting, problem, fix }) => ({
      at: { in: "field", object, path: ["data", setting] },
      problem,
      fix,
    })),
  };
}

/** Where a setting was given: what the functionConfig says counts before the operator's own configuration. */
export function settingPlace(
  { object, value }: Pick<FoundConfiguration, "object" | "value">,
  config: Pick<Config, "object" | "operator">,
  name: string,
  below: Path,
): Place {
  const place = (where: ObjectRef, above: Path): Place => ({
    in: "field",
    object: where,
    path: [...above, name, ...below],
  });
  if (object === undefined || name in config.operator)
    return place(config.object, config.object.kind === "ConfigMap" ? ["data"] : ["spec", "operator"]);
  if (object.kind === "ConfigMap") return place(object, ["data"]);
  const configuration = isObject(value) ? value.configuration : undefined;
  const sections = isObject(configuration) ? Object.entries(configuration) : [];
  const section = sections.find(([, settings]) => isObject(settings) && name in settings)?.[0];
  return place(object, ["configuration", ...(section === undefined ? [] : [section])]);
}

function twoConfigurations(first: Item, second: Item): Diagnostic {
  return {
    at: { in: "field", object: refOf(second.head), path: ["metadata", "name"] },
    also: [{ in: "field", object: refOf(first.head), path: ["metadata", "name"] }],
    problem: `The input has two configurations of the operator, \`${first.head.name}\` and \`${second.head.name}\`, but the operator reads only one.`,
    fix: "Keep the one that the operator uses, or remove both and set `spec.operator` in the functionConfig.",
  };
}
